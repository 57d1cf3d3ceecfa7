import { intAttribute } from '../../attributes.ts'
import { type Call, dataTypeOf, extent, fail, shapeOf, type TypeRule } from '../call.ts'

/** Attention (opset 23 on): Y like Q with V's head size, then present keys and values, then the scores. */
export const attention: TypeRule = (call) => {
  const q = headsOf(call, 0, 'q_num_heads')
  const k = headsOf(call, 1, 'kv_num_heads')
  const v = headsOf(call, 2, 'kv_num_heads')
  const past = call.inputs[4]?.shape[2] ?? 0
  const keys = past + k.length
  const dataType = dataTypeOf(call, 0)
  const y = shapeOf(call, 0).length === 3 ? [q.batch, q.length, q.heads * v.size] : [q.batch, q.heads, q.length, v.size]
  return [
    { dataType, shape: y },
    { dataType: dataTypeOf(call, 1), shape: [k.batch, k.heads, keys, k.size] },
    { dataType: dataTypeOf(call, 2), shape: [v.batch, v.heads, keys, v.size] },
    { dataType, shape: [q.batch, q.heads, q.length, keys] },
  ]
}

interface Heads {
  readonly batch: number
  readonly heads: number
  readonly length: number
  readonly size: number
}

function headsOf(call: Call, index: number, attribute: string): Heads {
  const shape = shapeOf(call, index)
  const batch = extent(call, shape, 0)
  if (shape.length === 4) {
    return { batch, heads: extent(call, shape, 1), length: extent(call, shape, 2), size: extent(call, shape, 3) }
  }
  const heads = intAttribute(call.node, attribute, 0)
  const hidden = extent(call, shape, 2)
  if (heads < 1 || hidden % heads !== 0) fail(call, `${hidden} features do not divide into ${attribute} = ${heads}.`)
  return { batch, heads, length: extent(call, shape, 1), size: hidden / heads }
}
