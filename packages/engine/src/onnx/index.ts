export {
  attributesOf,
  float,
  floatAttribute,
  floatsAttribute,
  graphAttribute,
  intAttribute,
  intsAttribute,
  stringAttribute,
  tensorAttribute,
  withoutAttributes,
} from './attributes.ts'
export type {
  Attribute,
  ConstantTensor,
  Graph,
  Model,
  ModelFunction,
  Node,
  StaticGraph,
  TensorType,
  ValueInfo,
} from './graph.ts'
export { type InferenceEnv, inferNode, typeRules } from './shapes/index.ts'
export { describeNode, SpecialiseError, type SpecialiseErrorCode } from './specialise-error.ts'
