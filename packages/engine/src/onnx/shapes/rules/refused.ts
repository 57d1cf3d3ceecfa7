import { fail, knownValues, shapeOf, type TypeRule } from '../call.ts'

/** Operators whose output shape depends on the values that flow through the network. */
export const dataDependent: TypeRule = (call) =>
  fail(call, 'the shape of its output depends on the data. Export the model without it.', 'shape-not-supported')

/** Operators on sequences, maps and optional values. */
export const notATensor: TypeRule = (call) =>
  fail(
    call,
    'sequences and optional values are not supported. Export the model with tensors only.',
    'unsupported-operator',
  )

/** NonZero of a constant: [rank, count] coordinates. Of anything else its shape depends on the data. */
export const nonZero: TypeRule = (call) => {
  const values = knownValues(call, 0, 'the number of elements that are not 0') ?? []
  return [{ dataType: 'int64', shape: [shapeOf(call, 0).length, values.filter((value) => value !== 0).length] }]
}
