import type { CanonicalRule } from './context.ts'
import * as moved from './rules/attribute-to-input.ts'
import { constant } from './rules/constant.ts'
import { dropout } from './rules/dropout.ts'
import { batchNormalisation, groupNormalisation } from './rules/normalisation.ts'
import { gridSample, roiAlign, scatter } from './rules/renamed.ts'
import { resize, resizeOfTen, upsample } from './rules/resize.ts'
import { scanOfEight } from './rules/scan.ts'
import { coercedSoftmax } from './rules/softmax.ts'
import { swish } from './rules/swish.ts'

/** A form change of one operator: applies to models whose opset is below `before`. */
export interface CanonicalForm {
  readonly before: number
  readonly rule: CanonicalRule
}

const always = Number.POSITIVE_INFINITY
const axesOfReduction = { before: 18, rule: moved.intsToInput('axes', 1) }

/** Every operator that is rewritten; the first form whose `before` exceeds the model's opset applies. */
export const canonicalForms: Readonly<Record<string, readonly CanonicalForm[]>> = {
  BatchNormalization: [{ before: 14, rule: batchNormalisation }],
  Clip: [{ before: 11, rule: moved.clip }],
  Constant: [{ before: always, rule: constant }],
  DFT: [{ before: 20, rule: moved.dft }],
  Dropout: [{ before: always, rule: dropout }],
  GridSample: [{ before: 20, rule: gridSample }],
  GroupNormalization: [{ before: 21, rule: groupNormalisation }],
  Hardmax: [{ before: 13, rule: coercedSoftmax }],
  LogSoftmax: [{ before: 13, rule: coercedSoftmax }],
  Pad: [{ before: 11, rule: moved.pad }],
  ReduceL1: [axesOfReduction],
  ReduceL2: [axesOfReduction],
  ReduceLogSum: [axesOfReduction],
  ReduceLogSumExp: [axesOfReduction],
  ReduceMax: [axesOfReduction],
  ReduceMean: [axesOfReduction],
  ReduceMin: [axesOfReduction],
  ReduceProd: [axesOfReduction],
  ReduceSum: [{ before: 13, rule: moved.intsToInput('axes', 1) }],
  ReduceSumSquare: [axesOfReduction],
  Resize: [
    { before: 11, rule: resizeOfTen },
    { before: always, rule: resize },
  ],
  RoiAlign: [{ before: 16, rule: roiAlign }],
  Scan: [{ before: 9, rule: scanOfEight }],
  Scatter: [{ before: always, rule: scatter }],
  Slice: [{ before: 10, rule: moved.slice }],
  Softmax: [{ before: 13, rule: coercedSoftmax }],
  Split: [{ before: 18, rule: moved.split }],
  Squeeze: [{ before: 13, rule: moved.intsToInput('axes', 1) }],
  Swish: [{ before: always, rule: swish }],
  TopK: [{ before: 10, rule: moved.topK }],
  Unsqueeze: [{ before: 13, rule: moved.intsToInput('axes', 1) }],
  Upsample: [{ before: always, rule: upsample }],
}
