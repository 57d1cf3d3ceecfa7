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
export { canonicalise, canonicalOpset } from './canonical/index.ts'
export { bodiesOf, capturesOf, namesReadBy } from './captures.ts'
export { constantTensor, floatValues, numberValues } from './constants.ts'
export { type CostEstimate, estimateCost, executionOrder, liveBytesBeside } from './cost/index.ts'
export { decodeModel } from './decode/decode-model.ts'
export { type DecodeLimits, defaultDecodeLimits } from './decode/limits.ts'
export type { Externalise } from './encode/encode-graph.ts'
export { type EncodableModel, type EncodeOptions, encodeModel } from './encode/encode-model.ts'
export { type OnnxFormatCode, OnnxFormatError } from './format-error.ts'
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
export { foldNode } from './fold/index.ts'
export { type InferenceEnv, inferNode, typeRules } from './shapes/index.ts'
export { checkMemory, defaultSpecialiseLimits, type SpecialiseLimits, specialise } from './specialise/index.ts'
export { describeNode, SpecialiseError, type SpecialiseErrorCode } from './specialise-error.ts'
export { inlineFunctions } from './inline/inline-functions.ts'
export type { ModelIssue, ModelIssueCode } from './validate/issue.ts'
export { fedInputs, imageInput, logitsOutput } from './validate/model-interface.ts'
export { operatorHistogram } from './validate/operators.ts'
export { acceptedOpsets, type ValidateOptions, validateModel } from './validate/validate-model.ts'
