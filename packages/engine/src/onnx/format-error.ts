/** Why a file is refused before its graph is looked at; each is a rejection code that may be published. */
export type OnnxFormatCode =
  | 'not-onnx'
  | 'truncated-file'
  | 'malformed-model'
  | 'external-data'
  | 'custom-operator'
  | 'unsupported-opset'
  | 'memory-budget-exceeded'

/** The uploaded bytes are no model that we read. The message names the thing, what was found and what to do. */
export class OnnxFormatError extends Error {
  readonly code: OnnxFormatCode

  constructor(code: OnnxFormatCode, message: string) {
    super(message)
    this.name = 'OnnxFormatError'
    this.code = code
  }
}
