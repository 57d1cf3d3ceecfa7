import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { attributesOf, type ConstantTensor, constantTensor, encodeModel, type Node } from '@voxproof/engine/onnx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const command = fileURLToPath(new URL('../../bin/voxproof.mjs', import.meta.url))
const eps = Math.fround(8 / 255)

const convolution: Node = {
  opType: 'Conv',
  domain: '',
  name: 'head',
  inputs: ['image', 'w', 'b'],
  outputs: ['logits'],
  attributes: {},
}

/** The logits of the brightness model plus the largest of them, which boxes are asked for. */
function pooledModel(): Uint8Array {
  const node = (opType: string, inputs: string[], output: string, attributes = {}): Node => {
    return {
      ...convolution,
      name: output === 'pooled' ? 'regions' : output,
      opType,
      inputs,
      outputs: [output],
      attributes: attributesOf(attributes),
    }
  }
  return brightnessModel(
    [
      { ...convolution, outputs: ['z'] },
      node('Reshape', ['z', 'flat'], 'slices'),
      node('MaxRoiPool', ['slices', 'boxes'], 'pooled', { pooled_shape: [1, 1] }),
      node('ReduceMax', ['pooled'], 'largest', { keepdims: 0 }),
      node('Add', ['z', 'largest'], 'logits'),
    ],
    {
      flat: constantTensor('int64', [4], [1, 2, 2, 2]),
      boxes: constantTensor('float32', [1, 5], [0, 0, 0, 1, 1]),
    },
  )
}

/** Class 1 where a voxel is brighter than 1/2: logits (0, 8 x - 4). */
function brightnessModel(
  nodes: readonly Node[] = [convolution],
  constants: Readonly<Record<string, ConstantTensor>> = {},
): Uint8Array {
  const shape = ['n', 'd', 'h', 'w'] as const
  const value = (name: string, channels: number) =>
    ({ name, kind: 'tensor', dataType: 'float32', shape: [shape[0], channels, ...shape.slice(1)] }) as const
  return encodeModel({
    irVersion: 10,
    opsets: new Map([['', 21]]),
    graph: {
      name: 'brightness',
      inputs: [value('image', 1)],
      outputs: [value('logits', 2)],
      nodes,
      initializers: new Map([
        ['w', constantTensor('float32', [2, 1, 1, 1, 1], [0, 8])],
        ['b', constantTensor('float32', [2], [0, -4])],
        ...Object.entries(constants),
      ]),
      valueInfo: new Map(),
    },
  })
}

/** The difference of two channels, its number of channels not declared. */
function twoChannelModel(): Uint8Array {
  const value = (name: string, channels: number | string) =>
    ({ name, kind: 'tensor', dataType: 'float32', shape: ['n', channels, 4, 4, 4] }) as const
  return encodeModel({
    irVersion: 10,
    opsets: new Map([['', 21]]),
    graph: {
      name: 'difference',
      inputs: [value('image', 'c')],
      outputs: [value('logits', 2)],
      nodes: [{ ...convolution, inputs: ['image', 'w'] }],
      initializers: new Map([['w', constantTensor('float32', [2, 2, 1, 1, 1], [4, -4, -4, 4.5])]]),
      valueInfo: new Map(),
    },
  })
}

describe('voxproof on one model and one array', () => {
  let folder: string
  const at = (name: string) => join(folder, name)
  const voxproof = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, [command, ...args], (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
      })
    })
  const arrays = () => ['--input', at('input.f32'), '--shape', '1,1,1,2,2', '--labels', at('labels.u8')]
  const floats = async (name: string) => {
    const bytes = await readFile(at(name))
    return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i))
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voxproof-'))
    await writeFile(at('model.onnx'), brightnessModel())
    await writeFile(at('input.f32'), new Uint8Array(Float32Array.of(0.25, 0.75, 0.5, 1).buffer))
    await writeFile(at('labels.u8'), Uint8Array.of(0, 1, 1, 1))
    await writeFile(at('other-labels.u8'), Uint8Array.of(0, 1, 2, 1))
    await writeFile(at('hounsfield.f32'), new Uint8Array(Float32Array.of(-1000, 0.75, 0.5, 1).buffer))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('gradient writes dL/dx and the logits, and prints the loss', async () => {
    const files = ['--out', at('gradient.f32'), '--logits', at('logits.f32')]
    const { code, stdout } = await voxproof(
      'gradient',
      at('model.onnx'),
      ...arrays(),
      '--loss',
      'ce',
      ...files,
      '--json',
    )
    expect(code).toBe(0)
    // -log p_y of logits -2, 2, 0 and 4 in favour of class 1: log(1 + e^-2) twice, log 2, log(1 + e^-4).
    const expected = (2 * Math.log1p(Math.exp(-2)) + Math.log(2) + Math.log1p(Math.exp(-4))) / 4
    expect(JSON.parse(stdout)).toMatchObject({ shape: [1, 1, 1, 2, 2], logitsShape: [1, 2, 1, 2, 2] })
    expect((JSON.parse(stdout) as { loss: number }).loss).toBeCloseTo(expected, 6)
    expect(await floats('logits.f32')).toEqual([0, 0, 0, 0, -2, 2, 0, 4])
    // dL/dx = 8 (p_1 - y) / 4 where p_1 = 1/2.
    expect((await floats('gradient.f32'))[2]).toBeCloseTo(-1, 6)
  })

  test('attack writes the attacked input and prints the losses', async () => {
    const how = ['--attack', 'pgd', '--loss', 'ce', '--epsilon', '8/255', '--alpha', '0.01', '--steps', '5']
    const out = ['--out', at('adversarial.f32'), '--json']
    const { stdout } = await voxproof('attack', at('model.onnx'), ...arrays(), ...how, ...out)
    const report = JSON.parse(stdout) as { losses: number[]; finalLoss: number; linf: number }
    expect(report.losses).toHaveLength(5)
    expect(report.finalLoss).toBeGreaterThan(report.losses[0] ?? Number.POSITIVE_INFINITY)
    expect(report.linf).toBeCloseTo(8 / 255, 7)
    const moved = [0.25 + eps, 0.75 - eps, 0.5 - eps, 1 - eps]
    for (const [i, value] of (await floats('adversarial.f32')).entries()) expect(value).toBeCloseTo(moved[i] ?? 0, 6)
  })

  test('a model without a gradient rule is attacked by its predictions, and the result says why', async () => {
    await writeFile(at('pooled.onnx'), pooledModel())
    const [query, gradient] = await Promise.all(
      ['square', 'pgd'].map((name) =>
        voxproof('attack', at('pooled.onnx'), ...arrays(), '--attack', name, '--steps', '3', '--json'),
      ),
    )
    expect(query?.stderr).toBe('')
    expect(JSON.parse(query?.stdout ?? '')).toMatchObject({
      queryOnly:
        'No gradient rule for MaxRoiPool (node regions, opset 21): it pools boxes, for which there is no rule.',
    })
    expect(gradient).toMatchObject({ code: 1 })
    expect(gradient?.stderr).toContain('Attacks that need no gradient run all the same: square, gaussian-noise')
  })

  test('gradient and attack say where the gradient is an estimate; an attack by queries needs no such note', async () => {
    const rounding: Node = { ...convolution, opType: 'Round', name: 'steps', inputs: ['image'], outputs: ['rounded'] }
    await writeFile(at('rounded.onnx'), brightnessModel([rounding, { ...convolution, inputs: ['rounded', 'w', 'b'] }]))
    const attack = ['attack', at('rounded.onnx'), ...arrays(), '--steps', '2']
    const [gradient, words, square] = await Promise.all([
      voxproof('gradient', at('rounded.onnx'), ...arrays(), '--out', at('rounded.f32'), '--json'),
      voxproof(...attack, '--attack', 'pgd'),
      voxproof(...attack, '--attack', 'square', '--json'),
    ])
    const found = [{ kind: 'straight-through', opType: 'Round', nodeName: 'steps' }]
    expect(JSON.parse(gradient?.stdout ?? '')).toMatchObject({ diagnoses: found })
    expect(words?.stdout).toMatch(/^note: .*Round/m)
    expect(JSON.parse(square?.stdout ?? '')).toMatchObject({ diagnoses: [] })
  })

  test('gradcheck takes the channels that the first convolution demands where the file leaves them open', async () => {
    await writeFile(at('two-channels.onnx'), twoChannelModel())
    const { code, stdout, stderr } = await voxproof('gradcheck', at('two-channels.onnx'), '--json')
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ agrees: true, zeroFraction: 0 })
  })

  const failures: [string, (folder: string) => string[], string][] = [
    ['inspect', () => ['/nowhere.onnx'], 'usage'],
    ['gradcheck', (folder) => [join(folder, 'labels.u8')], 'not-onnx'],
    [
      'gradient',
      (folder) => [join(folder, 'model.onnx'), '--input', '/nowhere.f32', '--labels', 'x', '--out', join(folder, 'x')],
      'usage',
    ],
    ['gradient', () => ['model.onnx', '--input', 'x', '--labels', 'x'], 'commander.missingMandatoryOptionValue'],
    ['attack', (folder) => [join(folder, 'model.onnx'), '--input', 'x', '--labels', 'x', '--attack', 'magic'], 'usage'],
  ]
  test.each(failures)('%s --json prints its failure as JSON too', async (name, args, code) => {
    const { stdout, stderr } = await voxproof(name, ...args(folder), '--json')
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } }
    expect(error.code).toBe(code)
    expect(stderr).toContain(error.message)
  })

  const mistakes: [string, (folder: string) => string[], string][] = [
    ['a missing file', () => ['--attack', 'fgsm', '--input', '/nowhere.f32'], 'Cannot read /nowhere.f32'],
    ['a wrong shape', () => ['--shape', '1,1,2,2,2'], 'has 16 bytes; float32 of shape 1,1,2,2,2 needs 32'],
    ['an unknown attack', () => ['--attack', 'magic'], 'expected one of "fgsm"'],
    [
      'a class that the model lacks',
      (folder) => ['--labels', join(folder, 'other-labels.u8')],
      'holds the label 2; the',
    ],
    [
      'intensities outside of [0, 1]',
      (folder) => ['--input', join(folder, 'hounsfield.f32')],
      'holds -1000; attacks work on intensities in [0, 1]',
    ],
    ['a folder that is not there', () => ['--out', '/nowhere/x.f32'], 'Cannot write /nowhere/x.f32'],
    ['an epsilon in words', () => ['--epsilon', 'small'], 'expected a number or a fraction such as 8/255'],
  ]
  test.each(mistakes)('%s ends in one line that says what to change', async (_, args, message) => {
    const { code, stderr } = await voxproof('attack', at('model.onnx'), ...arrays(), ...args(folder))
    expect(code).toBe(1)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('at async')
  })
})
