export type NiftiErrorCode =
  | 'not-nifti'
  | 'truncated-file'
  | 'malformed-header'
  | 'unsupported-type'
  | 'corrupt-compression'
  | 'too-large'

/** The bytes are no volume that can be read; reading them again will not help. */
export class NiftiError extends Error {
  readonly code: NiftiErrorCode

  constructor(code: NiftiErrorCode, message: string) {
    super(message)
    this.name = 'NiftiError'
    this.code = code
  }
}
