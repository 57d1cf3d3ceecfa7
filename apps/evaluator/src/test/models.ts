import { type Attribute, constantTensor, encodeModel, type Graph, type Node } from '@voxproof/engine/onnx'

/** Small models for tests, written out by hand. */

type Extent = number | string

export interface SegmenterOptions {
  readonly channels?: number
  readonly classes: number
  /** D, H, W as the file declares them. */
  readonly spatial?: readonly [Extent, Extent, Extent]
  /** Added to every weight, so that the file's bytes and hash differ. */
  readonly offset?: number
}

/**
 * conv 3x3x3 to 4 channels, leaky relu, conv 1x1x1 to the classes: a real, differentiable segmentation network with fixed
 * weights.
 */
export function segmenter({ channels = 1, classes, spatial, offset = 0 }: SegmenterOptions): Uint8Array {
  const hidden = 4
  const nodes = [
    node('Conv', ['x', 'w1', 'b1'], ['h'], { kernel_shape: ints([3, 3, 3]), pads: ints([1, 1, 1, 1, 1, 1]) }),
    node('LeakyRelu', ['h'], ['a'], { alpha: { kind: 'float', value: 0.1 } }),
    node('Conv', ['a', 'w2', 'b2'], ['logits'], { kernel_shape: ints([1, 1, 1]) }),
  ]
  const weights = {
    w1: constantTensor('float32', [hidden, channels, 3, 3, 3], wave(hidden * channels * 27, 0.2, offset)),
    b1: constantTensor('float32', [hidden], wave(hidden, 0.1, offset)),
    w2: constantTensor('float32', [classes, hidden, 1, 1, 1], wave(classes * hidden, 1, offset)),
    b2: constantTensor('float32', [classes], wave(classes, 0.1, offset)),
  }
  return modelFile(nodes, weights, { channels, classes, ...(spatial === undefined ? {} : { spatial }) })
}

/** A model from one image `x` to `logits` of these nodes. */
export function modelFile(
  nodes: readonly Node[],
  initializers: Readonly<Record<string, ReturnType<typeof constantTensor>>>,
  { channels = 1, classes, spatial = ['d', 'h', 'w'] }: SegmenterOptions,
): Uint8Array {
  const graph: Graph = {
    name: 'test',
    inputs: [{ name: 'x', kind: 'tensor', dataType: 'float32', shape: [1, channels, ...spatial] }],
    outputs: [{ name: 'logits', kind: 'tensor', dataType: 'float32', shape: [1, classes, ...spatial] }],
    nodes,
    initializers: new Map(Object.entries(initializers)),
    valueInfo: new Map(),
  }
  return encodeModel({ graph, opsets: new Map([['', 18]]), irVersion: 9, producer: 'voxproof tests' })
}

/** The largest voxel of a few boxes scales x in every class: an operator that runs and has no gradient rule. */
export function withBoxes(classes: number): Uint8Array {
  const nodes = [
    node('Squeeze', ['x', 'channel'], ['slices']),
    node('MaxRoiPool', ['slices', 'boxes'], ['pooled'], { pooled_shape: ints([1, 1]) }),
    node('ReduceMax', ['pooled', 'axes'], ['largest'], { keepdims: { kind: 'int', value: 0 } }),
    node('Mul', ['x', 'largest'], ['scaled']),
    node('Conv', ['scaled', 'w'], ['logits']),
  ]
  const initializers = {
    channel: constantTensor('int64', [1], [1]),
    boxes: constantTensor('float32', [1, 5], [0, 0, 0, 3, 3]),
    axes: constantTensor('int64', [4], [0, 1, 2, 3]),
    w: constantTensor('float32', [classes, 1, 1, 1, 1], wave(classes, 1, 0)),
  }
  return modelFile(nodes, initializers, { classes })
}

/** The segmenter's first layer behind a rounding of x to eighths. */
export function rounded(classes: number): Uint8Array {
  const nodes = [
    node('Mul', ['x', 'eight'], ['m']),
    node('Round', ['m'], ['r']),
    node('Conv', ['r', 'w'], ['logits'], { kernel_shape: ints([3, 3, 3]), pads: ints([1, 1, 1, 1, 1, 1]) }),
  ]
  const w = constantTensor('float32', [classes, 1, 3, 3, 3], wave(classes * 27, 0.2, 0))
  return modelFile(nodes, { eight: constantTensor('float32', [1], [8]), w }, { classes })
}

/** log(x - 2), which is NaN for every x within [0, 1], as the logits of every class. */
export function notFinite(classes: number): Uint8Array {
  const two = { two: constantTensor('float32', [1], [2]) }
  const nodes = [
    node('Sub', ['x', 'two'], ['s']),
    node('Log', ['s'], ['l']),
    node('Concat', new Array<string>(classes).fill('l'), ['logits'], axis1),
  ]
  return modelFile(nodes, two, { classes })
}

/** x expanded to a petabyte and reduced again. */
export function expandBomb(): Uint8Array {
  const shape = { shape: constantTensor('int64', [6], [1_000_000, 1, 1, 1_000, 1_000, 1_000]) }
  const nodes = [
    node('Expand', ['x', 'shape'], ['huge']),
    node('ReduceMean', ['huge', 'axes'], ['mean'], { keepdims: { kind: 'int', value: 0 } }),
    node('Concat', ['mean', 'mean'], ['logits'], axis1),
  ]
  return modelFile(nodes, { ...shape, axes: constantTensor('int64', [1], [0]) }, { classes: 2 })
}

/** A petabyte of zeros, of which one is added to x. */
export function constantBomb(): Uint8Array {
  const nodes = [
    node('ConstantOfShape', ['shape'], ['zeros']),
    node('ReduceSum', ['zeros'], ['sum']),
    node('Add', ['x', 'sum'], ['y']),
    node('Concat', ['y', 'x'], ['logits'], axis1),
  ]
  return modelFile(nodes, { shape: constantTensor('int64', [1], [2 ** 50]) }, { classes: 2 })
}

/** A loop of 2^52 rounds around x + x. */
export function loopBomb(): Uint8Array {
  const body: Graph = {
    name: 'body',
    inputs: [
      { name: 'i', kind: 'tensor', dataType: 'int64', shape: [] },
      { name: 'go', kind: 'tensor', dataType: 'bool', shape: [] },
      { name: 'v', kind: 'tensor', dataType: 'float32', shape: [1, 1, 'd', 'h', 'w'] },
    ],
    outputs: [
      { name: 'go_on', kind: 'tensor', dataType: 'bool', shape: [] },
      { name: 'v_next', kind: 'tensor', dataType: 'float32', shape: [1, 1, 'd', 'h', 'w'] },
    ],
    nodes: [node('Identity', ['go'], ['go_on']), node('Add', ['v', 'v'], ['v_next'])],
    initializers: new Map(),
    valueInfo: new Map(),
  }
  const nodes = [
    node('Loop', ['trips', 'yes', 'x'], ['y'], { body: { kind: 'graph', value: body } }),
    node('Concat', ['y', 'x'], ['logits'], axis1),
  ]
  const initializers = { trips: constantTensor('int64', [], [2 ** 52]), yes: constantTensor('bool', [], [1]) }
  return modelFile(nodes, initializers, { classes: 2 })
}

const axis1 = { axis: { kind: 'int', value: 1 } } as const

function ints(value: readonly number[]): Attribute {
  return { kind: 'ints', value }
}

function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): Node {
  return { opType, domain: '', name: `${opType}_${outputs[0]}`, inputs, outputs, attributes }
}

/** A fixed, uneven sequence within ±amplitude. */
function wave(count: number, amplitude: number, offset: number): number[] {
  return Array.from({ length: count }, (_, index) => amplitude * Math.sin(1.7 * index + 0.6) + offset)
}
