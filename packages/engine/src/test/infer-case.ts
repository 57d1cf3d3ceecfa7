import type { DataType, Shape } from '../tensor/index.ts'
import { constantTensor } from '../onnx/constants.ts'
import { exampleNode } from '../onnx/example-model.ts'
import type { Attribute, ConstantTensor, TensorType } from '../onnx/graph.ts'
import { inferNode } from '../onnx/shapes/infer-node.ts'

/** An input of a table case: a shape is a float32 tensor of unknown elements, `{ ints }` a known int64 vector. */
export type CaseInput =
  | Shape
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly scalar: number }
  | TensorType
  | null

/** A node in a table: operator, attributes, inputs, and the type of each output as words. */
export type InferCase = readonly [
  opType: string,
  attributes: Readonly<Record<string, Attribute>>,
  inputs: readonly CaseInput[],
  outputs: readonly string[],
]

/** The inferred types in words: 'float32 [1, 2]'. */
export function inferredWords([opType, attributes, inputs, outputs]: InferCase): readonly string[] {
  const names = outputs.map((_, index) => `y${index}`)
  const node = exampleNode(
    opType,
    inputs.map((input, index) => (input === null ? '' : `x${index}`)),
    names,
    attributes,
  )
  const constants = inputs.map(constantOf)
  const types = inputs.map((input, index) => typeOf(input, constants[index]))
  return inferNode(node, types, constants, { opset: 21 }).map(({ dataType, shape }) => `${dataType} [${shape}]`)
}

function constantOf(input: CaseInput): ConstantTensor | undefined {
  if (input === null) return undefined
  if ('ints' in input) return constantTensor('int64', [input.ints.length], input.ints)
  if ('floats' in input) return constantTensor('float32', [input.floats.length], input.floats)
  return 'scalar' in input ? constantTensor('int64', [], [input.scalar]) : undefined
}

function typeOf(input: CaseInput, constant: ConstantTensor | undefined): TensorType | undefined {
  if (constant !== undefined) return { dataType: constant.dataType, shape: constant.shape }
  if (input === null || 'ints' in input || 'floats' in input || 'scalar' in input) return undefined
  return 'dataType' in input ? input : { dataType: 'float32', shape: input }
}

/** A tensor of another element type than float32. */
export function typed(dataType: DataType, shape: Shape): TensorType {
  return { dataType, shape }
}
