import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generatePhantom, importDataset, type OpenDataset, openDataset } from '../../datasets/index.ts'
import { slidingWindowVictim } from '../../inference/index.ts'
import { decodeModel, specialise } from '../../onnx/index.ts'
import { openForAttack, readGradient } from '../../runtime/index.ts'
import { type PartResult, runPart, type SuiteDefinition, suites, summarise } from '../index.ts'

const quick = suites['quick-1']
const kept = new Set(['clean', 'fgsm', 'pgd-8'])
const [first, ...others] = quick.entries.filter(({ group }) => kept.has(group))
if (!first) throw new Error('quick-1 has none of the groups.')
const suite: SuiteDefinition = { ...quick, entries: [first, ...others], diagnosis: { group: 'diagnosis', cases: 1 } }

let home: string
let dataset: OpenDataset
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'voxproof-diagnosis-'))
  await generatePhantom({ outFolder: join(home, 'raw'), testCases: 1 })
  const imported = await importDataset(join(home, 'raw'), join(home, 'prepared'))
  if (imported.status === 'refused') throw new Error(imported.problems.map(({ message }) => message).join('\n'))
  dataset = await openDataset(imported.folder)
})
afterAll(() => rm(home, { recursive: true }))

test.each(['unet-phantom', 'unet-at-phantom'])(
  '%s raises no flag on a phantom case',
  { timeout: 120_000 },
  async (name) => {
    const path = new URL(`../../../../../baselines/models/${name}.onnx`, import.meta.url)
    const file = new Uint8Array(readFileSync(path))
    const { classNames, roiShape: windowShape, id: datasetId } = dataset.manifest
    const opened = await openForAttack(file, { windowShape, threads: 2 })
    try {
      const caseKey = dataset.cases[0]?.key ?? ''
      const { image, label, spacingMm } = await dataset.loadCase(caseKey)
      const graph = specialise(decodeModel(file), [1, 1, ...windowShape])
      const read = await readGradient(opened, { graph, file, threads: 2 })
      if (read.kind === 'non-finite') throw new Error(`${name} puts out ${read.value}.`)
      const victim = slidingWindowVictim(opened.model, { volumeShape: image.shape, ...suite.slidingWindow })
      const case1 = { image, label, spacingMm, classCount: classNames.length, caseKey, datasetId }
      const parts: PartResult[] = []
      for (const group of [...kept, 'diagnosis']) {
        parts.push(await runPart({ ...case1, suite, group, victim, modelHash: name, gradient: opened.gradient }))
      }
      const provenance = {
        ...{
          modelHash: name,
          suiteId: suite.id,
          suiteHash: '',
          datasetId,
          datasetHash: dataset.hash,
          seed: suite.seed,
        },
        ...{ engineVersion: '', runtimeVersion: '', providers: ['cpu'], reading: read.reading },
      }
      const report = summarise({ suite, provenance, classNames, parts, caseOrder: [caseKey] })
      expect(report.flags).toEqual([])
      expect(report.rankedBy).toBe('worst-case')
      expect(report.clean.mean).toBeGreaterThan(0.8)
    } finally {
      await opened.model.close()
    }
  },
)
