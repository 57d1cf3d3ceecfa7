import { describe, expect, test } from 'vitest'
import { slidingWindowVictim } from '../../inference/index.ts'
import { decodeModel, specialise } from '../../onnx/index.ts'
import { openForAttack, readGradient } from '../../runtime/index.ts'
import { isMissing, readBytes, readFloats, readJson } from '../../test/shared-data.ts'
import { suites } from '../index.ts'
import { diagnose } from './diagnose.ts'
import { raiseFlags } from './raise-flags.ts'

/** The flags that reading and diagnosing one of the oracle's networks raises on the volume that comes with it. */
async function flagsOf(name: string): Promise<readonly string[]> {
  const meta = readJson(`oracle/${name}/meta.json`) as { input_shape: number[]; num_classes: number }
  const [, channelCount = 1, d = 0, h = 0, w = 0] = meta.input_shape
  const shape = [d, h, w] as const
  const file = readBytes(`oracle/${name}/model.onnx`)
  const opened = await openForAttack(file, { windowShape: shape, channelCount, threads: 2 })
  try {
    const graph = specialise(decodeModel(file), meta.input_shape)
    const outcome = await readGradient(opened, { graph, file, threads: 2 })
    if (outcome.kind === 'non-finite') throw new Error(`${name} puts out ${outcome.value}.`)
    const suite = suites['standard-1']
    const image = { shape: meta.input_shape, data: readFloats(`oracle/${name}/input.f32`) }
    const evidence = await diagnose({
      ...{ suite, group: 'diagnosis', caseKey: name, datasetId: 'oracle', modelHash: '0', gradient: opened.gradient },
      victim: slidingWindowVictim(opened.model, { volumeShape: image.shape, ...suite.slidingWindow }),
      image,
      label: { shape, data: readBytes(`oracle/${name}/labels.u8`) },
      spacingMm: [1, 1, 1],
      classCount: meta.num_classes,
    })
    const { gradient } = opened
    const flags = raiseFlags({ suite, gradient, reading: outcome.reading, outcomes: [], evidence: [evidence] })
    return flags.map(({ code }) => code)
  } finally {
    await opened.model.close()
  }
}

const masked: readonly [string, readonly string[]][] = [
  ['diag-round-ts', ['straight-through']],
  ['diag-cast-ts', ['straight-through']],
  ['diag-argmax-ts', ['straight-through', 'gradient-disagrees', 'probabilities-output']],
  ['diag-softmax-ts', ['probabilities-output']],
  ['diag-sigmoid-ts', ['probabilities-output']],
  ['diag-clamp-dead-ts', ['saturating-clip', 'zero-gradient']],
  ['diag-dropout-ts', ['training-dropout']],
  ['diag-random-ts', ['not-deterministic']],
]

// One of each kind; bench/diagnosis.ts measures all of them.
const honest = [
  'diag-hu-window-ts',
  'unet-ts17',
  'unet-bn-ts13',
  'basic-unet-ts17',
  'segformer3d-ts17',
  'umamba-e-scan-dynamo18',
]

describe.skipIf(isMissing('oracle/diag-round-ts/model.onnx'))("the oracle's networks", () => {
  test.each(masked)('%s raises %j', { timeout: 60_000 }, async (name, codes) => {
    expect(await flagsOf(name)).toEqual(expect.arrayContaining([...codes]))
  })

  test.each(honest)('%s, an honest network, raises none', { timeout: 60_000 }, async (name) => {
    expect(await flagsOf(name)).toEqual([])
  })
})
