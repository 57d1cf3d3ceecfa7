import { partGroups, runPart, suiteHash, summarise, suites } from '../suite/index.ts'
import { pointwiseVictim } from './pointwise-victim.ts'

/** The whole of quick-1 for a model of brightness on two cases of 64 voxels that lie near its threshold. */
export async function evaluatedBrightness() {
  const suite = suites['quick-1']
  const caseKeys = ['case-1', 'case-2']
  const dataset = { id: 'brightness', hash: 'd'.repeat(64), classNames: ['background', 'organ'], caseKeys }
  const context = { datasetId: dataset.id, modelHash: 'a'.repeat(64), gradient: 'available' as const }
  const scenes = caseKeys.map((caseKey, index) => sceneOf(caseKey, 0.01 * (index + 1)))
  const requests = scenes.flatMap((scene, caseIndex) =>
    partGroups(suite, { ...context, caseIndex }).map((group) => ({
      ...{ ...scene, ...context, suite, group, classCount: 2, spacingMm: [1, 1, 1] as const },
      victim: pointwiseVictim([0, 100], [0, -50]),
    })),
  )
  const parts = []
  for (const request of requests) parts.push(await runPart(request))
  const provenance = {
    ...{ modelHash: context.modelHash, suiteId: suite.id, suiteHash: suiteHash(suite) },
    ...{ datasetId: dataset.id, datasetHash: dataset.hash, engineVersion: '0.1.0', engineHash: 'e' },
    ...{
      runtimeVersion: '1.30.0',
      providers: ['cpu'],
      seed: suite.seed,
      reading: { gradient: 'available' as const, findings: [] },
    },
  }
  const report = summarise({ suite, provenance, classNames: dataset.classNames, parts, caseOrder: caseKeys })
  return { suite, dataset, requests, parts, report, modelHash: context.modelHash }
}

function sceneOf(caseKey: string, contrast: number) {
  const shape = [4, 4, 4] as const
  const label = { shape, data: Uint8Array.from({ length: 64 }, (_, v) => (v % 4 < 2 ? 1 : 0)) }
  const image = {
    shape: [1, 1, ...shape],
    data: Float32Array.from(label.data, (y) => (y === 1 ? 0.5 + contrast : 0.5 - contrast)),
  }
  return { caseKey, image, label }
}
