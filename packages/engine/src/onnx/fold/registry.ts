import type { FoldRule } from './fold-call.ts'
import * as elementwise from './rules/elementwise.ts'
import * as gathering from './rules/gathering.ts'
import * as generation from './rules/generation.ts'
import * as rearrangement from './rules/rearrangement.ts'
import * as reduction from './rules/reduction.ts'

const { binary, unary, variadic } = elementwise
const flag = (condition: boolean): number => (condition ? 1 : 0)

/** Operators that are computed while a model is made static: those of which exporters build shape arithmetic. */
export const foldRules: Readonly<Record<string, FoldRule>> = {
  Abs: unary(Math.abs),
  Ceil: unary(Math.ceil),
  Floor: unary(Math.floor),
  Neg: unary((x) => -x),
  Not: unary((x) => flag(x === 0)),
  Reciprocal: unary((x) => 1 / x),
  Relu: unary((x) => Math.max(0, x)),
  Round: unary(elementwise.roundHalfToEven),
  Sign: unary(Math.sign),
  Sqrt: unary(Math.sqrt),
  Cast: elementwise.cast,
  Clip: elementwise.clip,

  Add: binary((a, b) => a + b),
  Div: binary((a, b, float) => (float ? a / b : Math.trunc(a / b))),
  Mod: elementwise.modulo,
  Mul: binary((a, b) => a * b),
  Pow: binary((a, b) => a ** b),
  Sub: binary((a, b) => a - b),
  And: binary((a, b) => flag(a !== 0 && b !== 0)),
  Equal: binary((a, b) => flag(a === b)),
  Greater: binary((a, b) => flag(a > b)),
  GreaterOrEqual: binary((a, b) => flag(a >= b)),
  Less: binary((a, b) => flag(a < b)),
  LessOrEqual: binary((a, b) => flag(a <= b)),
  Or: binary((a, b) => flag(a !== 0 || b !== 0)),
  Xor: binary((a, b) => flag((a !== 0) !== (b !== 0))),
  Max: variadic((values) => Math.max(...values)),
  Min: variadic((values) => Math.min(...values)),
  Sum: variadic((values) => values.reduce((sum, value) => sum + value, 0)),
  Where: elementwise.where,

  CumSum: reduction.cumulativeSum,
  ReduceMax: reduction.reduction(Number.NEGATIVE_INFINITY, Math.max),
  ReduceMin: reduction.reduction(Number.POSITIVE_INFINITY, Math.min),
  ReduceProd: reduction.reduction(1, (product, x) => product * x),
  ReduceSum: reduction.reduction(0, (sum, x) => sum + x),

  Concat: rearrangement.concat,
  Expand: rearrangement.expand,
  Flatten: rearrangement.sameValues,
  Identity: rearrangement.sameValues,
  Reshape: rearrangement.sameValues,
  Slice: rearrangement.slice,
  Split: rearrangement.split,
  Squeeze: rearrangement.sameValues,
  Tile: rearrangement.tile,
  Transpose: rearrangement.transpose,
  Unsqueeze: rearrangement.sameValues,

  Gather: gathering.gather,
  GatherElements: gathering.gatherElements,
  NonZero: gathering.nonZero,
  OneHot: gathering.oneHot,
  ScatterElements: gathering.scatterElements,
  ScatterND: gathering.scatterNd,

  ConstantOfShape: generation.constantOfShape,
  EyeLike: generation.eyeLike,
  Range: generation.range,
  Shape: generation.shape,
  Size: generation.size,
  Trilu: generation.trilu,
}

/** Operators whose result follows from the types of their inputs alone. */
export const foldsFromTypes: ReadonlySet<string> = new Set(['Shape', 'Size', 'EyeLike'])
