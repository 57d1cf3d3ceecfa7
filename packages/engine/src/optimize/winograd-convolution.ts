import { type GraphBuilder, multiply, range, reshape, slice, transpose } from '../build/index.ts'
import { intAttribute, intsAttribute, type Node, stringAttribute } from '../onnx/index.ts'
import { sameShape, sizeOf } from '../tensor/index.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'

/**
 * Winograd's minimal filtering F(m, 3): m outputs of a filter of three taps by m + 2 products instead of 3 m
 * (Lavin and Gray, arXiv 1509.09308): y = A ((G w) ⊙ (B x)) for m + 2 neighbouring x.
 */
interface Filtering {
  readonly outputs: number
  /** B, [m + 2][m + 2]. */
  readonly image: readonly (readonly number[])[]
  /** G, [m + 2][3]. */
  readonly kernel: readonly (readonly number[])[]
  /** A, [m][m + 2]; its second column is all ones. */
  readonly result: readonly (readonly number[])[]
}

// biome-ignore format: matrices
const filterings: readonly Filtering[] = [
  {
    outputs: 2,
    image: [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]],
    kernel: [[1, 0, 0], [1 / 2, 1 / 2, 1 / 2], [1 / 2, -1 / 2, 1 / 2], [0, 0, 1]],
    result: [[1, 1, 1, 0], [0, 1, -1, -1]],
  },
  {
    outputs: 4,
    image: [
      [4, 0, -5, 0, 1, 0], [0, -4, -4, 1, 1, 0], [0, 4, -4, -1, 1, 0],
      [0, -2, -1, 2, 1, 0], [0, 2, -1, -2, 1, 0], [0, 4, 0, -5, 0, 1],
    ],
    kernel: [
      [1 / 4, 0, 0], [-1 / 6, -1 / 6, -1 / 6], [-1 / 6, 1 / 6, -1 / 6],
      [1 / 24, 1 / 12, 1 / 6], [1 / 24, -1 / 12, 1 / 6], [0, 0, 1],
    ],
    result: [[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]],
  },
]

/** Channels come in multiples of this: what ONNX Runtime's blocked 2-D kernels take on a processor with AVX-512. */
const channelBlock = 16
/** The products must shrink by this factor: the sums around them are not free. */
const leastSaving = 1.3
/** Outputs per channel below which the larger transformed kernel costs more than it saves. */
const leastVoxels = 216
/** The transformed image is made in parts of at most this size, which keeps them in the cache and off the peak. */
const partBytes = 2 ** 25

/** A 3-D Conv that the rewrite takes: stride 1, three taps along depth. */
interface Request {
  readonly node: Node
  /** Its kernel, and a factor [1, C, 1, 1, 1] for the image's channels where the kernel is scaled by one. */
  readonly kernel: string
  readonly factor?: string | undefined
  /** Spatial extents of the image and of the result. */
  readonly input: readonly number[]
  readonly output: readonly number[]
  /** Before the three axes, then after them. */
  readonly pads: readonly number[]
}

function requestOf(
  g: GraphBuilder,
  node: Node,
  { isFixed, producers }: { isFixed: (name: string) => boolean; producers: ReadonlyMap<string, Node> },
): Request | undefined {
  if (node.opType !== 'Conv') return undefined
  const [x = '', given = '', bias = ''] = node.inputs
  const [w = '', factor] = factorsOf(g, producers.get(given)) ?? [given]
  const [filters = 0, channels = 0, ...kernel] = g.shapeOf(w)
  const isOne = (attribute: string) => (intsAttribute(node, attribute) ?? []).every((value) => value === 1)
  const isPlain =
    stringAttribute(node, 'auto_pad', 'NOTSET') === 'NOTSET' &&
    intAttribute(node, 'group', 1) === 1 &&
    isOne('strides') &&
    isOne('dilations') &&
    g.dataTypeOf(x) === 'float32'
  const [depth, height = 0, width = 0] = kernel
  if (!isPlain || kernel.length !== 3 || depth !== 3 || height * width < 9) return undefined
  if (!isFixed(w) || (bias !== '' && !isFixed(bias))) return undefined
  if (filters % channelBlock !== 0 || channels % channelBlock !== 0) return undefined
  const output = g.shapeOf(node.outputs[0] ?? '').slice(2)
  if (sizeOf(output) < leastVoxels) return undefined
  const pads = intsAttribute(node, 'pads') ?? [0, 0, 0, 0, 0, 0]
  return { node, kernel: w, factor, input: g.shapeOf(x).slice(2), output, pads }
}

/** Kernel and factor where a node scales the kernel by channels of the image (see folded-factors). */
function factorsOf(g: GraphBuilder, node: Node | undefined): readonly [string, string] | undefined {
  const [w = '', factor = ''] = node?.opType === 'Mul' ? node.inputs : []
  if (w === '' || g.shapeOf(w).length !== 5) return undefined
  return sameShape(g.shapeOf(factor), [1, g.shapeOf(w)[1] ?? 0, 1, 1, 1]) ? [w, factor] : undefined
}

/** The filtering with the fewest products for so many outputs, the smaller one of equals: it rounds less. */
function filteringFor(outputs: number): Filtering | undefined {
  const products = ({ outputs: m }: Filtering) => Math.ceil(outputs / m) * (m + 2)
  const [best] = filterings.toSorted((a, b) => products(a) - products(b))
  return best !== undefined && 3 * outputs >= leastSaving * products(best) ? best : undefined
}

/** W [M, C, 3, h, w] as G W [(m + 2) M, C, h, w]; few nodes, as ONNX Runtime keeps what it folds until it has loaded. */
function transformedKernel(g: GraphBuilder, w: string, { outputs: m, kernel }: Filtering): string {
  const [filters = 1, channels = 1, , ...plane] = g.shapeOf(w)
  const matrix = g.constant('float32', [m + 2, 3], kernel.flat())
  const transformed = g.emit('Einsum', [matrix, w], { equation: 'kd,mcdhw->kmchw' })
  return reshape(g, transformed, [(m + 2) * filters, channels, ...plane])
}

/** The bias for the products: the second of them goes into every output with factor 1. */
function transformedBias(g: GraphBuilder, bias: string, outputs: number): string {
  const [filters = 0] = g.shapeOf(bias)
  return g.emit('Pad', [bias, g.ints([filters, outputs * filters])])
}

/** B for `tiles` neighbouring tiles, [(m + 2) tiles, m tiles + 2]. */
function imageMatrix({ outputs: m, image }: Filtering, tiles: number): Float32Array {
  const width = m * tiles + 2
  const matrix = new Float32Array((m + 2) * tiles * width)
  for (const [component, row] of image.entries())
    for (let tile = 0; tile < tiles; tile++)
      for (const [tap, value] of row.entries()) matrix[(component * tiles + tile) * width + tile * m + tap] = value
  return matrix
}

/** A for `tiles` neighbouring tiles, cut to `rows` outputs, [rows, (m + 2) tiles]. */
function resultMatrix({ outputs: m, result }: Filtering, tiles: number, rows: number): Float32Array {
  const width = (m + 2) * tiles
  const matrix = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++)
    for (const [component, value] of (result[row % m] ?? []).entries())
      matrix[row * width + component * tiles + Math.floor(row / m)] = value
  return matrix
}

/**
 * Outputs [first, first + rows) along depth. The planes of the products lie below each other in one 2-D image, with
 * enough zero rows between them that no window reaches from one into the next.
 */
function partOf(
  g: GraphBuilder,
  { node, factor, input, output, pads }: Request,
  given: { filtering: Filtering; kernel: string; bias: string; first: number; rows: number },
): string {
  const { filtering, kernel, bias, first, rows } = given
  const { outputs: m } = filtering
  const [x = ''] = node.inputs
  const [batch = 1, channels = 1] = g.shapeOf(x)
  const [filters = 1, , high = 1, wide = 1] = g.shapeOf(kernel).with(0, (g.shapeOf(kernel)[0] ?? 1) / (m + 2))
  const [depth = 1, height = 1, width = 1] = input
  const [, outputHeight = 1, outputWidth = 1] = output
  const [front = 0, top = 0, left = 0, , bottom = 0, right = 0] = pads
  const tiles = Math.ceil(rows / m)
  const span = m * tiles + 2
  const slab = height + Math.max(top, bottom)
  // Negative pads crop.
  const padded = g.emit('Pad', [
    x,
    g.ints([0, 0, front - first, 0, 0, 0, 0, first - front + span - depth, slab - height, 0]),
  ])
  const matrix = g.constant('float32', [(m + 2) * tiles, span], imageMatrix(filtering, tiles))
  const image = g.emit('MatMul', [
    factor === undefined ? matrix : multiply(g, reshape(g, factor, [1, channels, 1, 1]), matrix),
    reshape(g, padded, [batch, channels, span, slab * width]),
  ])
  const grouped = transpose(g, reshape(g, image, [batch, channels, m + 2, tiles * slab * width]), [0, 2, 1, 3])
  const products = g.emit(
    'Conv',
    [reshape(g, grouped, [batch, (m + 2) * channels, tiles * slab, width]), kernel, ...(bias === '' ? [] : [bias])],
    { kernel_shape: [high, wide], pads: [top, left, high - 1 - top, right], group: m + 2 },
  )
  const plane = slab * outputWidth
  const byFilter = transpose(g, reshape(g, products, [batch, m + 2, filters, tiles * plane]), [0, 2, 1, 3])
  const sums = g.constant('float32', [rows, (m + 2) * tiles], resultMatrix(filtering, tiles, rows))
  const result = g.emit('MatMul', [sums, reshape(g, byFilter, [batch, filters, (m + 2) * tiles, plane])])
  const slabs = reshape(g, result, [batch, filters, rows, slab, outputWidth])
  // Cut part by part: beside the whole, a second whole would stand in memory.
  return slice(g, slabs, { axes: [3], starts: [0], ends: [outputHeight] })
}

function asProducts(g: GraphBuilder, request: Request): readonly string[] | undefined {
  const { node, kernel: w, input, output, pads } = request
  const [x = '', , bias = ''] = node.inputs
  const [filters = 1, channels = 1, , high = 1] = g.shapeOf(w)
  const [depth = 0, , width = 0] = output
  const [, top = 0, , , bottom = 0] = pads
  const filtering = filteringFor(depth)
  if (filtering === undefined || top > high - 1 || bottom > high - 1) return undefined
  const { outputs: m } = filtering
  const plane = ((input[1] ?? 0) + Math.max(top, bottom)) * Math.max(width, input[2] ?? 0)
  const tileBytes = 4 * (m + 2) * (g.shapeOf(x)[0] ?? 1) * Math.max(channels, filters) * plane
  const step = m * Math.max(1, Math.floor(partBytes / tileBytes))
  const kernel = transformedKernel(g, w, filtering)
  const productBias = bias === '' ? '' : transformedBias(g, bias, m)
  const parts = range(Math.ceil(depth / step)).map((index) => {
    const first = index * step
    const rows = Math.min(step, depth - first)
    return partOf(g, request, { filtering, kernel, bias: productBias, first, rows })
  })
  const [only = ''] = parts
  return [parts.length === 1 ? only : g.emit('Concat', parts, { axis: 2 })]
}

/** The values that no input of the graph reaches. */
function fixedValues({ nodes, initializers }: { nodes: readonly Node[]; initializers: ReadonlyMap<string, unknown> }) {
  const fixed = new Set(['', ...initializers.keys()])
  for (const node of nodes)
    if (node.inputs.length > 0 && node.inputs.every((name) => fixed.has(name)))
      for (const name of node.outputs) fixed.add(name)
  return fixed
}

/**
 * A 3-D Conv of stride 1 with three taps along depth as Winograd filtering along depth: sums of neighbouring planes,
 * m + 2 two-dimensional convolutions for m output planes (one grouped Conv, which ONNX Runtime runs in its blocked
 * kernels without copying windows), sums of the products. Half the multiplications with m = 4. The relative error in
 * float32 grows from 3e-7 to 1e-6.
 */
export const winogradConvolutions: GraphRewrite = (graph) => {
  const fixed = fixedValues(graph)
  return rewriteNodes((g, node, producers) => {
    const request = requestOf(g, node, { isFixed: (name) => fixed.has(name), producers })
    return request === undefined ? undefined : asProducts(g, request)
  })(graph)
}
