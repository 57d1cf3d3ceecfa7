import { fail, type TypeRule } from '../call.ts'

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
