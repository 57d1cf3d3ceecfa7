import { describe, expect, it } from 'vitest'
import type { DataType, Shape } from '../../tensor/index.ts'
import { attributesOf } from '../attributes.ts'
import { constantTensor, numberValues } from '../constants.ts'
import { exampleNode } from '../example-model.ts'
import type { Attribute, ConstantTensor, TensorType } from '../graph.ts'
import { inferNode } from '../shapes/index.ts'
import { foldElementCap, foldNode } from './fold-node.ts'

const at = attributesOf
const ints = (...values: number[]) => constantTensor('int64', [values.length], values)
const floats = (...values: number[]) => constantTensor('float32', [values.length], values)
const int = (value: number) => constantTensor('int64', [], [value])
const matrix = constantTensor('int64', [2, 3], [1, 2, 3, 4, 5, 6])

type FoldCase = readonly [
  opType: string,
  attributes: Readonly<Record<string, Attribute>>,
  inputs: readonly (ConstantTensor | TensorType)[],
  values: readonly number[],
]

/** Expected values by hand, as numpy gives them. */
const table: readonly FoldCase[] = [
  ['Shape', {}, [tensor('float32', [2, 3, 5])], [2, 3, 5]],
  ['Shape', at({ start: -2 }), [tensor('float32', [2, 3, 5])], [3, 5]],
  ['Size', {}, [tensor('float32', [2, 3, 5])], [30]],
  ['Div', {}, [ints(7, -7), int(2)], [3, -3]],
  ['Div', {}, [floats(7), floats(2)], [3.5]],
  ['Mod', {}, [ints(7, -7, 7, -7), ints(3, 3, -3, -3)], [1, 2, -2, -1]],
  ['Mod', at({ fmod: 1 }), [ints(7, -7), ints(3, 3)], [1, -1]],
  ['Round', {}, [floats(0.5, 1.5, 2.5, -1.5, 2.4)], [0, 2, 2, -2, 2]],
  ['Cast', at({ to: 7 }), [floats(2.9, -2.9)], [2, -2]],
  ['Cast', at({ to: 9 }), [floats(0.5, 0)], [1, 0]],
  ['Where', {}, [constantTensor('bool', [2, 1], [1, 0]), ints(1, 2), int(9)], [1, 2, 9, 9]],
  ['Equal', {}, [ints(1, 2), int(2)], [0, 1]],
  ['Max', {}, [ints(1, 5), ints(3, 2), int(2)], [3, 5]],
  ['Gather', {}, [ints(4, 5, 6), int(-1)], [6]],
  ['Gather', at({ axis: 1 }), [matrix, ints(2, 0)], [3, 1, 6, 4]],
  ['GatherElements', at({ axis: 1 }), [matrix, constantTensor('int64', [2, 1], [2, 0])], [3, 4]],
  ['ScatterElements', at({ axis: 0 }), [ints(1, 2, 3), ints(2, -3), ints(8, 9)], [9, 2, 8]],
  ['ScatterND', {}, [ints(1, 2, 3), constantTensor('int64', [1, 1], [1]), ints(7)], [1, 7, 3]],
  ['Concat', at({ axis: 0 }), [ints(1), ints(2, 3)], [1, 2, 3]],
  ['Slice', {}, [ints(0, 1, 2, 3, 4), ints(-1), ints(-99), ints(0), ints(-2)], [4, 2, 0]],
  ['Slice', {}, [matrix, ints(1), ints(3), ints(1)], [2, 3, 5, 6]],
  ['Transpose', {}, [matrix], [1, 4, 2, 5, 3, 6]],
  ['Expand', {}, [ints(1, 2), ints(2, 2)], [1, 2, 1, 2]],
  ['Tile', {}, [matrix, ints(1, 2)], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]],
  ['Range', {}, [int(5), int(0), int(-2)], [5, 3, 1]],
  ['ConstantOfShape', { value: { kind: 'tensor', value: ints(7) } }, [ints(2)], [7, 7]],
  ['ReduceProd', at({ keepdims: 0 }), [matrix, ints(1)], [6, 120]],
  ['ReduceMax', {}, [matrix, ints(0)], [4, 5, 6]],
  ['CumSum', at({ exclusive: 1 }), [matrix, int(1)], [0, 1, 3, 0, 4, 9]],
  ['CumSum', at({ reverse: 1 }), [matrix, int(0)], [5, 7, 9, 4, 5, 6]],
  ['NonZero', {}, [constantTensor('int64', [2, 2], [0, 1, 1, 1])], [0, 1, 1, 1, 0, 1]],
  ['Trilu', at({ upper: 0 }), [matrix], [1, 0, 0, 4, 5, 0]],
  ['OneHot', {}, [ints(1, -1), int(3), ints(0, 1)], [0, 1, 0, 0, 0, 1]],
  ['EyeLike', at({ k: 1 }), [tensor('float32', [2, 3])], [0, 1, 0, 0, 0, 1]],
]

describe('foldNode computes shape arithmetic', () => {
  it.each(table)('%s %j', (opType, attributes, inputs, values) => {
    expect(folded(opType, attributes, inputs)?.map(numberValues)).toEqual([values])
  })

  it('with one result for each part of a Split', () => {
    const parts = folded('Split', at({ axis: 1 }), [matrix, ints(1, 2)], ['a', 'b'])
    expect(parts?.map(numberValues)).toEqual([
      [1, 4],
      [2, 3, 5, 6],
    ])
  })

  it('rounding float32 after each operator', () => {
    expect(folded('Div', {}, [floats(1), floats(3)])?.map(numberValues)).toEqual([[Math.fround(1 / 3)]])
  })
})

describe('foldNode leaves to run time', () => {
  it('what depends on an input whose elements are not known', () => {
    expect(folded('Add', {}, [ints(1), tensor('int64', [1])])).toBeUndefined()
  })

  it('a division by zero and an index outside', () => {
    expect(folded('Div', {}, [ints(1), ints(0)])).toBeUndefined()
    expect(folded('Gather', {}, [ints(1), int(3)])).toBeUndefined()
  })

  it('a tensor above the cap, however small its recipe', () => {
    expect(folded('ConstantOfShape', {}, [ints(foldElementCap + 1)])).toBeUndefined()
    expect(folded('Expand', {}, [int(1), ints(2 ** 20, 2 ** 20)])).toBeUndefined()
  })
})

function tensor(dataType: DataType, shape: Shape): TensorType {
  return { dataType, shape }
}

function folded(
  opType: string,
  attributes: Readonly<Record<string, Attribute>>,
  inputs: readonly (ConstantTensor | TensorType)[],
  outputs: readonly string[] = ['y'],
): readonly ConstantTensor[] | undefined {
  const names = inputs.map((_, index) => `x${index}`)
  const node = exampleNode(opType, names, outputs, attributes)
  const constants = inputs.map((input) => ('bytes' in input ? input : undefined))
  return foldNode(node, inputs, constants, inferNode(node, inputs, constants, { opset: 21 }))
}
