import { describe, expect, it } from 'vitest'
import { constantBomb, expandBomb, loopBomb, notFinite, rounded, segmenter, withBoxes } from '../test/models.ts'
import { inspectInSandbox } from './inspect-in-sandbox.ts'
import { openSandboxedModel, type SandboxOptions } from './open-sandboxed-model.ts'
import { probeBubblewrap } from './probe-bubblewrap.ts'

const confinement = (await probeBubblewrap()).works ? 'bubblewrap' : 'degraded'
const options: SandboxOptions = { confinement, runtime: { providers: ['cpu'], threads: 1 } }
const fit = { windowShape: [12, 10, 8] as [number, number, number], channelCount: 1, classCount: 3 }

describe('inspectInSandbox', () => {
  it('reads, differentiates and tries a sound model', async () => {
    const outcome = await inspectInSandbox(segmenter({ classes: 3 }), fit, options)
    // 4 x 27 + 4 weights and biases, then 3 x 4 + 3.
    expect(outcome).toMatchObject({
      kind: 'accepted',
      inspection: {
        opset: 18,
        producer: 'voxproof tests',
        parameters: 127,
        operators: { Conv: 2, LeakyRelu: 1 },
        inputShape: [1, 1, 12, 10, 8],
        outputShape: [1, 3, 12, 10, 8],
        dynamicSpatial: true,
        classCount: 3,
        channelCount: 1,
        reading: { gradient: 'available', findings: [], check: { agrees: true } },
      },
    })
  })

  it('accepts a model whose operator has no gradient rule and names it', async () => {
    const outcome = await inspectInSandbox(withBoxes(3), fit, options)
    const obstacle = expect.stringMatching(/^No gradient rule for MaxRoiPool \(node MaxRoiPool_pooled, /)
    const reading = { gradient: 'none', obstacle, findings: [] }
    expect(outcome).toMatchObject({ kind: 'accepted', inspection: { reading } })
  })

  it('accepts a model that rounds its input and says what stands in for the gradient', async () => {
    const outcome = await inspectInSandbox(rounded(3), fit, options)
    const finding = { kind: 'straight-through', opType: 'Round', nodeName: 'Round_r' }
    expect(outcome).toMatchObject({ inspection: { reading: { gradient: 'available', findings: [finding] } } })
  })

  it('serves as a plain process too, for the models that an operator trusts', async () => {
    const outcome = await inspectInSandbox(segmenter({ classes: 3 }), fit, { ...options, confinement: 'degraded' })
    expect(outcome).toMatchObject({ kind: 'accepted', inspection: { reading: { check: { agrees: true } } } })
  })

  it("takes the file's own window where it fixes one", async () => {
    const outcome = await inspectInSandbox(segmenter({ classes: 3, spatial: [6, 8, 10] }), fit, options)
    expect(outcome).toMatchObject({ inspection: { inputShape: [1, 1, 6, 8, 10], dynamicSpatial: false } })
  })

  it.each([
    ['a class count that does not fit', segmenter({ classes: 5 }), 'class-count-mismatch', /5 classes.*has 3/],
    [
      'a channel count that does not fit',
      segmenter({ classes: 3, channels: 2 }),
      'channel-count-mismatch',
      /2 channels.*have 1/,
    ],
    ['garbage', new Uint8Array(4096).fill(0xa7), 'not-onnx', /./],
    ['a truncated file', segmenter({ classes: 3 }).subarray(0, 300), 'truncated-file', /./],
    ['NaN in the output', notFinite(3), 'non-finite-output', /NaN/],
  ])('rejects %s', async (_, bytes, code, message) => {
    const outcome = await inspectInSandbox(bytes, fit, options)
    expect(outcome).toMatchObject({ kind: 'rejected', rejection: { code, message: expect.stringMatching(message) } })
  })

  it.each([
    ['Expand to a petabyte', expandBomb()],
    ['ConstantOfShape of a petabyte', constantBomb()],
    ['a loop of 2^52 rounds', loopBomb()],
  ])('rejects %s from its shapes alone, without running it', async (_, bytes) => {
    const outcome = await inspectInSandbox(bytes, { ...fit, classCount: 2 }, options)
    const rejection = outcome.kind === 'rejected' ? outcome.rejection : undefined
    expect(rejection?.code).toMatch(/^(memory-budget-exceeded|compute-budget-exceeded|shape-not-supported)$/)
    // The static check names the node; the watchdog, which would come later, cannot.
    expect(rejection?.message).toMatch(/\(node \w+\)/)
  })
})

describe('openSandboxedModel', () => {
  it('predicts with a model that has no gradient and is asked for none', async () => {
    const open = { ...options, windowShape: [4, 4, 4] as const, channelCount: 1, gradient: 'none' } as const
    const model = await openSandboxedModel(withBoxes(3), open)
    expect(await model.forward(new Float32Array(64).fill(0.5))).toHaveLength(3 * 64)
    await expect(model.vjp(new Float32Array(64), new Float32Array(192))).rejects.toMatchObject({
      code: 'model-crashed',
    })
    await model.close()
  })

  it('computes what the network computes, and its gradient', async () => {
    const bytes = segmenter({ classes: 3 })
    const model = await openSandboxedModel(bytes, { ...options, windowShape: [4, 4, 4], channelCount: 1 })
    const x = Float32Array.from({ length: 64 }, (_, i) => ((i * 37) % 64) / 64)
    const logits = await model.forward(x)
    expect(logits.length).toBe(3 * 64)
    const dz = logits.map((_, i) => ((i * 29) % 7) / 7)
    const dx = await model.vjp(x, dz)
    const joint = await model.forwardThenVjp(x, (given) => {
      expect([...given]).toEqual([...logits])
      return dz
    })
    expect([...joint.dx]).toEqual([...dx])
    // <dz, f(x + h v) - f(x - h v)> / 2h = <dx, v> for a network that is linear but for a few kinks.
    const moved = (h: number): Float32Array => x.map((value, i) => value + h * Math.sin(i))
    const [above, below] = [await model.forward(moved(1e-3)), await model.forward(moved(-1e-3))]
    const slope = dz.reduce((sum, u, i) => sum + u * ((above[i] ?? 0) - (below[i] ?? 0)), 0) / 2e-3
    const claimed = dx.reduce((sum, value, i) => sum + value * Math.sin(i), 0)
    expect(slope / claimed).toBeCloseTo(1, 2)
    await model.close()
    expect(model.isAlive).toBe(false)
    await expect(model.forward(x)).rejects.toMatchObject({ code: 'closed' })
  })
})
