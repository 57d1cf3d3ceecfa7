export type DatasetProblemCode =
  | 'missing-file'
  | 'malformed-manifest'
  | 'unsafe-path'
  | 'unreadable-volume'
  | 'channel-count'
  | 'shape-mismatch'
  | 'affine-mismatch'
  | 'not-finite'
  | 'unknown-label'
  | 'too-large'
  | 'no-test-case'
  | 'absent-class'
  /** Of a prepared dataset: its files are not what its dataset.json states. */
  | 'hash-mismatch'
  | 'class-count'
  | 'value-range'

/** Something about a dataset folder that its owner must mend or should know. */
export interface DatasetProblem {
  readonly code: DatasetProblemCode
  /** The case it is about; null where it is about the dataset as a whole. */
  readonly caseKey: string | null
  readonly message: string
}
