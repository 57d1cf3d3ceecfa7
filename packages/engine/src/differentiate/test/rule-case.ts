import type { DataType, Shape } from '../../tensor/index.ts'
import type { AttributeValues } from '../../build/index.ts'

/** One input of the operator under test. */
export interface CaseInput {
  readonly shape: Shape
  /** float32 unless said. */
  readonly dataType?: DataType
  /** Element values, in C order; seeded uniform numbers of `range` where absent. */
  readonly values?: readonly number[]
  readonly range?: readonly [number, number]
  /** Whether the value is written into the graph, as an exporter writes weights, axes and pads. */
  readonly isConstant?: boolean
}

/** One operator at one point: its gradient must equal the central differences there. */
export interface RuleCase {
  readonly opType: string
  /** What is special about this case. */
  readonly title: string
  /** undefined = absent optional input. */
  readonly inputs: readonly (CaseInput | undefined)[]
  readonly attributes?: AttributeValues | undefined
  readonly outputCount?: number
  readonly opset?: number
  /** Step of the differences; large for linear operators, 1e-2 unless said. */
  readonly step?: number
}

/** A float input with smooth values. */
export const floats = (shape: Shape, range: readonly [number, number] = [-1, 1]): CaseInput => ({ shape, range })
/** Given float values. */
export const values = (shape: Shape, list: readonly number[]): CaseInput => ({ shape, values: list })
/** A constant int64 vector. */
export const ints = (...list: readonly number[]): CaseInput => ({
  shape: [list.length],
  dataType: 'int64',
  values: list,
  isConstant: true,
})
/** A constant scalar. */
export const scalar = (value: number, dataType: DataType = 'float32'): CaseInput => ({
  shape: [],
  dataType,
  values: [value],
  isConstant: true,
})
/** Values a fixed gap apart in a shuffled order: no ties, no kink within a step. */
export function distinct(shape: Shape, gap = 0.1): CaseInput {
  const count = shape.reduce((product, extent) => product * extent, 1)
  const list = Array.from({ length: count }, (_, index) => (((index * 7919 + 13) % count) - count / 2 + 0.25) * gap)
  return { shape, values: list }
}
