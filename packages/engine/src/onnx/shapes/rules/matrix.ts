import { broadcastShapes, type Shape } from '../../../tensor/index.ts'
import { intAttribute } from '../../attributes.ts'
import { type Call, checkBroadcasts, dataTypeOf, extent, fail, shapeOf, type TypeRule } from '../call.ts'

/** MatMul with numpy's rules for vectors and batches. */
export const matMul: TypeRule = (call) => [{ dataType: dataTypeOf(call, 0), shape: matMulShape(call, 0, 1) }]

/** MatMulInteger: like MatMul, to int32. */
export const matMulToInt32: TypeRule = (call) => [{ dataType: 'int32', shape: matMulShape(call, 0, 1) }]

/** QLinearMatMul: the factors are inputs 0 and 3, the output has the type of its zero point (input 7). */
export const quantizedMatMul: TypeRule = (call) => [{ dataType: dataTypeOf(call, 7), shape: matMulShape(call, 0, 3) }]

/** Gemm: A' B' + C, [M, N]. */
export const gemm: TypeRule = (call) => {
  const a = shapeOf(call, 0)
  const b = shapeOf(call, 1)
  const [m, inner] = intAttribute(call.node, 'transA', 0) === 1 ? [a[1], a[0]] : [a[0], a[1]]
  const [innerB, n] = intAttribute(call.node, 'transB', 0) === 1 ? [b[1], b[0]] : [b[0], b[1]]
  if (a.length !== 2 || b.length !== 2 || inner !== innerB || m === undefined || n === undefined) {
    return fail(call, `A [${a.join(', ')}] and B [${b.join(', ')}] cannot be multiplied.`)
  }
  checkBroadcasts(call, 2, 'addend C', [m, n])
  return [{ dataType: dataTypeOf(call, 0), shape: [m, n] }]
}

/** Det: the two last axes vanish. */
export const determinant: TypeRule = (call) => [{ dataType: dataTypeOf(call, 0), shape: shapeOf(call, 0).slice(0, -2) }]

function matMulShape(call: Call, left: number, right: number): number[] {
  const a = shapeOf(call, left)
  const b = shapeOf(call, right)
  if (a.length === 0 || b.length === 0) return fail(call, 'a scalar cannot be a factor.')
  const rows: Shape = a.length === 1 ? [1, extent(call, a, 0)] : a
  const columns: Shape = b.length === 1 ? [extent(call, b, 0), 1] : b
  if (rows.at(-1) !== columns.at(-2)) {
    fail(call, `factors [${a.join(', ')}] and [${b.join(', ')}] cannot be multiplied.`)
  }
  const batch = broadcastShapes(rows.slice(0, -2), columns.slice(0, -2))
  const m = a.length === 1 ? [] : [extent(call, rows, rows.length - 2)]
  const n = b.length === 1 ? [] : [extent(call, columns, columns.length - 1)]
  return [...batch, ...m, ...n]
}
