import { add, dropWhere, multiply, range, reshape, scale, transpose } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { attribute, input, type RuleContext } from '../rule.ts'
import { throughExpansion } from './expansion.ts'

/** [B, H, L, D] from itself or from [B, L, H D]. */
function withHeads(g: GraphBuilder, name: string, heads: number): string {
  const [batch = 1, length = 1, features = 1, ...rest] = g.shapeOf(name)
  if (rest.length > 0) return name
  return transpose(g, reshape(g, name, [batch, length, heads, features / heads]), [0, 2, 1, 3])
}

/** Each of the key and value heads repeated for the query heads that share it. */
function repeatHeads(g: GraphBuilder, name: string, heads: number): string {
  const [batch = 1, own = 1, length = 1, size = 1] = g.shapeOf(name)
  if (own === heads) return name
  const times = heads / own
  const stretched = g.emit('Expand', [reshape(g, name, [batch, own, 1, length, size]), g.ints([1, 1, times, 1, 1])])
  return reshape(g, stretched, [batch, heads, length, size])
}

/** Stands for -infinity where a row may be hidden as a whole, which ONNX Runtime answers by zeros. */
const hidden = -1e30

/** What is added to the scores: the mask, the future's and the padding's large negative numbers. */
function biasOf(context: RuleContext, queries: number, keys: number, past: number): string | undefined {
  const { graph: g, x } = context
  const parts: string[] = []
  const hide = (isSeen: string) => g.emit('Where', [isSeen, g.scalar(0), g.scalar(hidden)])
  const mask = x[3] ?? ''
  if (mask !== '') {
    const added = g.dataTypeOf(mask) === 'bool' ? hide(mask) : g.emit('Max', [mask, g.scalar(hidden)])
    parts.push(padMask(g, added, keys))
  }
  const lengths = x[6] ?? ''
  const limits = lengths === '' ? '' : reshape(g, lengths, [g.shapeOf(lengths)[0] ?? 1, 1, 1, 1])
  if (limits !== '') parts.push(hide(g.emit('Less', [g.ints(range(keys)), limits])))
  if (attribute.int(context, 'is_causal', 0) === 1) {
    // Where the lengths of the keys are given, the queries are the last of them.
    const offset = limits === '' ? g.scalar(past, 'int64') : g.emit('Sub', [limits, g.scalar(queries, 'int64')])
    const row = g.constant('int64', [queries, 1], range(queries))
    parts.push(hide(g.emit('LessOrEqual', [g.ints(range(keys)), add(g, row, offset)])))
  }
  return parts.length === 0 ? undefined : parts.reduce((total, part) => add(g, total, part))
}

/** A mask over fewer keys than there are hides the rest. */
function padMask(g: GraphBuilder, mask: string, keys: number): string {
  const extents = g.shapeOf(mask)
  const missing = keys - (extents.at(-1) ?? 0)
  if (missing === 0 || extents.at(-1) === 1) return mask
  const rest = g.filled(extents.with(-1, missing), hidden)
  return g.emit('Concat', [mask, rest], { axis: extents.length - 1 })
}

/**
 * y = softmax(softcap(scale q k^T) + bias) v with shared key heads, past keys and values (opset 23 and 24), in the order
 * in which ONNX Runtime computes it.
 */
export const attention = throughExpansion((context, detached) => {
  const { graph: g, x } = context
  const q = withHeads(g, input(context, 0), attribute.int(context, 'q_num_heads', 1))
  const kvHeads = attribute.int(context, 'kv_num_heads', 1)
  const joined = (index: number, past: string) => {
    const own = withHeads(g, input(context, index), kvHeads)
    return past === '' ? own : g.emit('Concat', [past, own], { axis: 2 })
  }
  const [k, v] = [joined(1, x[4] ?? ''), joined(2, x[5] ?? '')]
  const [batch = 1, heads = 1, queries = 1, size = 1] = g.shapeOf(q)
  const keys = g.shapeOf(k)[2] ?? 0
  const past = (x[4] ?? '') === '' ? 0 : (g.shapeOf(x[4] ?? '')[2] ?? 0)
  const factor = attribute.float(context, 'scale', 0) || 1 / Math.sqrt(size)
  const turned = transpose(g, repeatHeads(g, k, heads), [0, 1, 3, 2])
  const raw = scale(g, g.emit('MatMul', [q, turned]), factor)
  const cap = attribute.float(context, 'softcap', 0)
  const capped = cap === 0 ? raw : scale(g, g.emit('Tanh', [scale(g, raw, 1 / cap)]), cap)
  const bias = biasOf(context, queries, keys, past)
  const biased = bias === undefined ? capped : add(g, capped, bias)
  const soft = g.emit('Softmax', [biased], { axis: -1 })
  const isHidden = bias === undefined ? '' : detached(() => g.emit('LessOrEqual', [bias, g.scalar(hidden / 2)]))
  const seen = (name: string) => (isHidden === '' ? name : dropWhere(g, isHidden, name))
  const weights = seen(soft)
  const y = g.emit('MatMul', [weights, repeatHeads(g, v, heads)])
  const flat = reshape(g, transpose(g, y, [0, 2, 1, 3]), [batch, queries, heads * (g.shapeOf(y)[3] ?? 1)])
  const mode = attribute.int(context, 'qk_matmul_output_mode', 0)
  const isFlat = g.shapeOf(input(context, 0)).length === 3
  return [isFlat ? flat : y, k, v, [raw, capped, seen(biased), weights][mode] ?? raw]
})

/** Pairs of features turned by the angles of their position: linear in x, cos and sin. */
export const rotaryEmbedding = throughExpansion((context) => {
  const { graph: g, x } = context
  const source = input(context, 0)
  const isFlat = g.shapeOf(source).length === 3
  const heads = attribute.int(context, 'num_heads', 0)
  const [batch = 1, second = 1, third = 1] = g.shapeOf(source)
  const split = isFlat ? reshape(g, source, [batch, second, heads, third / heads]) : transpose(g, source, [0, 2, 1, 3])
  const size = g.shapeOf(split)[3] ?? 0
  const turned = attribute.int(context, 'rotary_embedding_dim', 0) || size
  const half = turned / 2
  const part = (start: number, end: number, step = 1) =>
    g.emit('Slice', [split, g.ints([start]), g.ints([end]), g.ints([3]), g.ints([step])])
  const isInterleaved = attribute.int(context, 'interleaved', 0) === 1
  const [a, b] = isInterleaved ? [part(0, turned, 2), part(1, turned, 2)] : [part(0, half), part(half, turned)]
  const angles = (index: number) => {
    const cache = input(context, index)
    const taken = (x[3] ?? '') === '' ? cache : g.emit('Gather', [cache, x[3] ?? ''], { axis: 0 })
    const [rows = 1, length = 1, width = 1] = g.shapeOf(taken)
    return reshape(g, taken, [rows, length, 1, width])
  }
  const [cos, sin] = [angles(1), angles(2)]
  const real = g.emit('Sub', [multiply(g, cos, a), multiply(g, sin, b)])
  const imaginary = add(g, multiply(g, sin, a), multiply(g, cos, b))
  const extents = g.shapeOf(real)
  const paired = () => {
    const cells = [real, imaginary].map((name) => reshape(g, name, [...extents, 1]))
    return reshape(g, g.emit('Concat', cells, { axis: 4 }), extents.with(3, turned))
  }
  const rotated = isInterleaved ? paired() : g.emit('Concat', [real, imaginary], { axis: 3 })
  const whole = turned === size ? rotated : g.emit('Concat', [rotated, part(turned, size)], { axis: 3 })
  return [isFlat ? reshape(g, whole, g.shapeOf(source)) : transpose(g, whole, [0, 2, 1, 3])]
})
