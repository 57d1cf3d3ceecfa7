import type {
  ArchitectureFamily,
  AttackTrack,
  EvaluationOrigin,
  EvaluationStatus,
  RejectionCode,
  SubmissionStatus,
  TrainingMethod,
  Visibility,
} from '@voxproof/schema'
import { vocabularyEnum } from './vocabulary-enum.ts'

export const ArchitectureFamilyEnum = vocabularyEnum<ArchitectureFamily>({
  name: 'ArchitectureFamily',
  description: 'Architecture family of a segmentation network; each has its own leaderboard.',
  words: {
    convolutional: 'Convolutions only, such as U-Net, SegResNet, nnU-Net.',
    transformer: 'Attention carries the encoder, such as UNETR, SwinUNETR.',
    mamba: 'Selective state spaces carry the encoder, such as U-Mamba, SegMamba.',
    hybrid: 'Several of these mixed on equal terms.',
    foundation: 'Adapted from a model pre-trained on a broad corpus.',
  },
})

export const TrainingMethodEnum = vocabularyEnum<TrainingMethod>({
  name: 'TrainingMethod',
  description: 'How the weights were trained, as declared by the submitter.',
  words: {
    standard: 'Ordinary training.',
    adversarial: 'Trained on adversarial examples in voxel space.',
    'frequency-adversarial': 'Trained on adversarial examples in frequency space.',
  },
})

export const SubmissionStatusEnum = vocabularyEnum<SubmissionStatus>({
  name: 'SubmissionStatus',
  description: 'Where a submission stands.',
  words: {
    'awaiting-upload': 'Created; the model file is not complete yet.',
    validating: 'The file is there and is being checked.',
    rejected: 'The file cannot be evaluated; `rejection` says why.',
    evaluating: 'The attacks are waiting or running.',
    finished: 'Every evaluation has its report.',
    failed: 'An evaluation ended without a result; `failure` says why.',
    cancelled: 'Its owner called it off.',
  },
})

export const EvaluationStatusEnum = vocabularyEnum<EvaluationStatus>({
  name: 'EvaluationStatus',
  description: 'Where an evaluation, or one part of it, stands.',
  words: {
    queued: 'Waiting for a worker.',
    running: 'A worker is on it.',
    finished: 'The result is there.',
    failed: 'Ended without a result.',
    cancelled: 'Called off.',
  },
})

export const EvaluationOriginEnum = vocabularyEnum<EvaluationOrigin>({
  name: 'EvaluationOrigin',
  description: 'Where an evaluation was computed.',
  words: {
    computed: 'On this instance.',
    imported: 'Elsewhere; its result was brought in, checked against its own parts, and not run again.',
  },
})

export const VisibilityEnum = vocabularyEnum<Visibility>({
  name: 'Visibility',
  description: 'Who may see a submission.',
  words: {
    private: 'Its owner only; it has no rank on public boards.',
    anonymous: 'Everybody sees the scores, nobody the owner.',
    public: 'Everybody sees the scores and the owner.',
  },
})

export const AttackTrackEnum = vocabularyEnum<AttackTrack>({
  name: 'AttackTrack',
  description: 'What kind of threat an attack models.',
  words: {
    clean: 'The volume as it is.',
    noise: 'Random noise; not an adversary.',
    'white-box': 'Gradients of the very model.',
    'black-box': 'Queries or transfer only.',
    frequency: 'Perturbs the frequency domain.',
  },
})

export const NormEnum = vocabularyEnum<'linf' | 'l2'>({
  name: 'Norm',
  description: 'What the bound of an attack bounds.',
  words: {
    linf: 'The change of every voxel.',
    l2: 'The root mean square of the change over the volume.',
  },
})

export const RankedByEnum = vocabularyEnum<'worst-case' | 'black-box'>({
  name: 'RankedBy',
  description: 'What the robust score is the worst of.',
  words: {
    'worst-case': 'All attacks within the headline bound.',
    'black-box': 'As `WORST_CASE`, where a flag says that the gradient of the model cannot be trusted.',
  },
})

export const RejectionCodeEnum = vocabularyEnum<RejectionCode>({
  name: 'RejectionCode',
  description: 'Why a file is not evaluated. Codes are stable.',
  words: {
    'unsafe-file-name': 'The file name is a path or holds control characters.',
    'file-too-large': 'The file is larger than this instance takes.',
    'not-onnx': 'The bytes are not an ONNX model.',
    'truncated-file': 'The file ends before its content does.',
    'malformed-model': 'The ONNX structure contradicts itself.',
    'external-data': 'Weights are kept outside the file.',
    'custom-operator': 'An operator outside the default ONNX domain.',
    'unsupported-opset': 'An opset that is too old or too new.',
    'unsupported-operator': 'An operator that is not accepted.',
    'no-gradient-rule': 'An operator whose gradient is not known.',
    'wrong-inputs': 'Not exactly one image input.',
    'wrong-outputs': 'Not exactly one logits output.',
    'wrong-rank': 'Input or output is not five-dimensional.',
    'wrong-data-type': 'Input or output is not of 32- or 16-bit floats.',
    'channel-count-mismatch': 'The image channels differ from the dataset.',
    'class-count-mismatch': 'The classes differ from the dataset.',
    'shape-not-supported': 'The file does not take the window of the dataset.',
    'memory-budget-exceeded': 'Running it would take more memory than allowed.',
    'compute-budget-exceeded': 'Running it would take more operations than allowed.',
    'time-budget-exceeded': 'Running it took longer than allowed.',
    'non-finite-output': 'The logits hold NaN or infinity.',
    'gradient-mismatch':
      'Given by earlier versions where the gradient disagreed with differences; a flag of the report now.',
    'model-crashed': 'The model ended the process that ran it.',
  },
})
