/** The closed sets of words that the product speaks: in tables, jobs, GraphQL enums, URLs and pages. */

/** Architecture family of a segmentation network; each has its own leaderboard. */
export const architectureFamilies = ['convolutional', 'transformer', 'mamba', 'hybrid', 'foundation'] as const
export type ArchitectureFamily = (typeof architectureFamilies)[number]

/** The families that Malik et al. (BMVC 2024) compare: a board that lacks one of them cannot answer their question. */
export const comparedFamilies = ['convolutional', 'transformer', 'mamba'] as const satisfies ArchitectureFamily[]

/** How the weights were trained, as declared by the submitter. */
export const trainingMethods = ['standard', 'adversarial', 'frequency-adversarial'] as const
export type TrainingMethod = (typeof trainingMethods)[number]

/**
 * Life of a submission. `awaiting-upload` → `validating` → `rejected` | `evaluating` → `finished` | `failed`;
 * `cancelled` can follow any state that is not an end.
 */
export const submissionStatuses = [
  'awaiting-upload',
  'validating',
  'rejected',
  'evaluating',
  'finished',
  'failed',
  'cancelled',
] as const
export type SubmissionStatus = (typeof submissionStatuses)[number]

/** Life of one evaluation (one model, one dataset, one suite) and of each of its parts. */
export const evaluationStatuses = ['queued', 'running', 'finished', 'failed', 'cancelled'] as const
export type EvaluationStatus = (typeof evaluationStatuses)[number]

/** Where an evaluation was computed: on this instance, or elsewhere, its result brought in as a manifest. */
export const evaluationOrigins = ['computed', 'imported'] as const
export type EvaluationOrigin = (typeof evaluationOrigins)[number]

/** Who may see a submission. `anonymous` shows the scores and hides the owner. */
export const visibilities = ['private', 'anonymous', 'public'] as const
export type Visibility = (typeof visibilities)[number]

/** What kind of threat an attack models; `clean` and `noise` never enter the adversarial worst case. */
export const attackTracks = ['clean', 'noise', 'white-box', 'black-box', 'frequency'] as const
export type AttackTrack = (typeof attackTracks)[number]

/**
 * Why an uploaded file is not evaluated. The code is stable and safe to publish; the message beside it names the
 * thing, what was found, what was expected and what to do.
 */
export const rejectionCodes = [
  'unsafe-file-name',
  'file-too-large',
  'not-onnx',
  'truncated-file',
  'malformed-model',
  'external-data',
  'custom-operator',
  'unsupported-opset',
  'unsupported-operator',
  'no-gradient-rule',
  'wrong-inputs',
  'wrong-outputs',
  'wrong-rank',
  'wrong-data-type',
  'channel-count-mismatch',
  'class-count-mismatch',
  'shape-not-supported',
  'memory-budget-exceeded',
  'compute-budget-exceeded',
  'time-budget-exceeded',
  'non-finite-output',
  'gradient-mismatch',
  'model-crashed',
] as const
export type RejectionCode = (typeof rejectionCodes)[number]
