import {
  add,
  divide,
  type GraphBuilder,
  multiply,
  range,
  reshape,
  scale,
  shift,
  subtract,
  sumOver,
} from '../build/index.ts'
import { dataTypeCodes, sizeOf } from '../tensor/index.ts'

/** Losses that the gradient graph computes itself. */
export type GraphLoss = 'dicece' | 'ce'

export interface LossNodes {
  /** The loss, a scalar. */
  readonly loss: string
  /** dL/dz, of the logits' shape. */
  readonly dz: string
}

interface Softmax {
  /** softmax(z) over channels, [B, K, ...]. */
  readonly p: string
  /** Class indices, int64 [B, 1, ...]. */
  readonly index: string
  /** p at the label's class, [B, 1, ...]. */
  readonly atLabel: string
  /** Mean over all voxels of -log p_y. */
  readonly crossEntropy: string
  readonly voxels: number
}

/** Softmax written out: ONNX Runtime's own kernel over channels takes nine times as long. */
function softmaxOf(g: GraphBuilder, z: string, labels: string): Softmax {
  const [batch = 1, , ...space] = g.shapeOf(z)
  const voxels = sizeOf(space)
  const largest = g.emit('ReduceMax', [z, g.ints([1])], { keepdims: 1 })
  const centred = subtract(g, z, largest)
  const exponentials = g.emit('Exp', [centred])
  const total = sumOver(g, exponentials, [1])
  const p = divide(g, exponentials, total)
  const index = g.emit('Cast', [reshape(g, labels, [batch, 1, ...space])], { to: dataTypeCodes.int64 })
  const atLabel = g.emit('GatherElements', [p, index], { axis: 1 })
  const logit = g.emit('GatherElements', [centred, index], { axis: 1 })
  const perVoxel = subtract(g, g.emit('Log', [total]), logit)
  const mean = g.emit('ReduceMean', [perVoxel, g.ints(range(space.length + 2))], { keepdims: 0 })
  return { p, index, atLabel, crossEntropy: mean, voxels }
}

/** Adds a value per voxel [B, 1, ...] to the channel of its label. */
function addAtLabel(g: GraphBuilder, into: string, index: string, values: string): string {
  return g.emit('ScatterElements', [into, index, values], { axis: 1, reduction: 'add' })
}

/** L = mean of -log softmax(z)_y; dz = (p - y) / (B V). */
function crossEntropy(g: GraphBuilder, z: string, labels: string): LossNodes {
  const { p, index, atLabel, crossEntropy: loss, voxels } = softmaxOf(g, z, labels)
  const share = 1 / ((g.shapeOf(z)[0] ?? 1) * voxels)
  const minus = g.filled(g.shapeOf(atLabel), -share)
  return { loss, dz: addAtLabel(g, scale(g, p, share), index, minus) }
}

/**
 * L = mean over b, c of 1 - 2 I / S, plus the mean cross-entropy, with I = sum y p and S = sum y + sum p^2 + 1e-6.
 * dz = p (a p - inner + 1/(B V)) with a = 4 I / (S^2 B C), inner = sum_k a p^2 - 2 p_y / (S_y B C), and at the label's
 * channel also -2 p_y / (S_y B C) - 1 / (B V).
 */
function diceCrossEntropy(g: GraphBuilder, z: string, labels: string): LossNodes {
  const { p, index, atLabel, crossEntropy: mean, voxels } = softmaxOf(g, z, labels)
  const [batch = 1, classes = 1, ...space] = g.shapeOf(z)
  const spatial = range(space.length, 2)
  const channels = g.constant('int64', [1, classes, ...space.map(() => 1)], range(classes))
  const isLabel = g.emit('Equal', [index, channels])
  const intersections = sumOver(g, g.emit('Where', [isLabel, p, g.scalar(0)]), spatial)
  const counts = sumOver(g, g.emit('Cast', [isLabel], { to: dataTypeCodes.float32 }), spatial)
  const sizes = shift(g, add(g, counts, sumOver(g, multiply(g, p, p), spatial)), 1e-6)
  const share = 1 / (batch * classes)
  const meanShare = 1 / (batch * voxels)
  const ratio = divide(g, intersections, sizes)
  const dice = shift(g, scale(g, g.emit('ReduceSum', [ratio], { keepdims: 0 }), -2 * share), 1)
  const weighted = multiply(g, p, scale(g, divide(g, ratio, sizes), 4 * share))
  const sizeAtLabel = atLabelOf(g, sizes, index)
  const pull = divide(g, scale(g, atLabel, -2 * share), sizeAtLabel)
  const inner = shift(g, add(g, sumOver(g, multiply(g, weighted, p), [1]), pull), -meanShare)
  const everywhere = multiply(g, p, subtract(g, weighted, inner))
  return { loss: add(g, dice, mean), dz: addAtLabel(g, everywhere, index, shift(g, pull, -meanShare)) }
}

/** Values per sample and class [B, K, 1, ...] at each voxel's label, [B, 1, ...]. */
function atLabelOf(g: GraphBuilder, values: string, index: string): string {
  const [batch = 1, classes = 1] = g.shapeOf(values)
  const rank = g.shapeOf(index).length
  const offsets = g.constant(
    'int64',
    [batch, ...new Array<number>(rank - 1).fill(1)],
    range(batch).map((b) => b * classes),
  )
  const flat = batch === 1 ? index : add(g, index, offsets)
  return g.emit('Gather', [reshape(g, values, [batch * classes]), flat], { axis: 0 })
}

/** Appends the nodes of a loss of logits z [B, K, ...] against labels [B, ...] (uint8) with its gradient. */
export const lossNodes: Readonly<Record<GraphLoss, (g: GraphBuilder, z: string, labels: string) => LossNodes>> = {
  dicece: diceCrossEntropy,
  ce: crossEntropy,
}
