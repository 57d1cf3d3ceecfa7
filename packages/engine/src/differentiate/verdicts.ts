import type { GradientRule } from './rule.ts'
import {
  addRule,
  clip,
  divideRule,
  extremum,
  modulo,
  multiplyRule,
  power,
  prelu,
  subtractRule,
  variadicMean,
  variadicSum,
  where,
} from './rules/binary.ts'
import { cast } from './rules/cast.ts'
import { conv, convTranspose } from './rules/convolution.ts'
import { gather, gatherElements, gatherNd, oneHot, scatterElements, scatterNd, topK } from './rules/gather.ts'
import { determinant, einsum, gemm, matMul } from './rules/matmul.ts'
import {
  batchNormalization,
  groupNormalization,
  instanceNormalization,
  localResponse,
  rmsNormalization,
} from './rules/normalise.ts'
import { averagePool, lpPool, maxPool, maxUnpool } from './rules/pool.ts'
import * as reduce from './rules/reduce.ts'
import { pad, resize } from './rules/resample.ts'
import { conditional } from './rules/conditional.ts'
import { scan } from './rules/scan.ts'
import * as structural from './rules/structural.ts'
import * as unary from './rules/unary.ts'
import { attention, rotaryEmbedding } from './rules/attention.ts'
import { cumProd, tensorScatter } from './rules/cumulative.ts'
import { deformConv } from './rules/deformable-convolution.ts'
import { affineGrid, gridSample } from './rules/grid-sample.ts'
import { layerNormalizationRule } from './rules/layer-statistics.ts'
import { loop } from './rules/loop.ts'
import * as loss from './rules/loss.ts'
import * as quantise from './rules/quantise.ts'
import * as recurrent from './rules/recurrent.ts'
import { roiAlign } from './rules/roi-align.ts'
import * as signal from './rules/signal.ts'
import * as threshold from './rules/threshold.ts'

/** What becomes of a gradient that meets an operator, and why where it is not simply differentiated. */
export type OperatorVerdict =
  | { readonly kind: 'rule'; readonly rule: GradientRule }
  | { readonly kind: 'straight-through'; readonly rule: GradientRule; readonly reason: string }
  | { readonly kind: 'zero'; readonly reason: string }
  | { readonly kind: 'query-only'; readonly reason: string }
  | { readonly kind: 'not-accepted'; readonly reason: string }

const rule = (of: GradientRule): OperatorVerdict => ({ kind: 'rule', rule: of })
const straightThrough = (of: GradientRule, reason: string): OperatorVerdict => ({
  kind: 'straight-through',
  rule: of,
  reason,
})
const zero = (reason: string): OperatorVerdict => ({ kind: 'zero', reason })
const queryOnly = (reason: string): OperatorVerdict => ({ kind: 'query-only', reason })
const notAccepted = (reason: string): OperatorVerdict => ({ kind: 'not-accepted', reason })

const roundedAway = 'its steps are passed as if nothing were rounded'
const onIntegerOperands = 'its integers are differentiated as the numbers they stand for'
const truth = 'its output is true or false'
const position = 'its output is a position'
const bits = 'it works on bits'
const fromShape = 'its output does not depend on the values of the network'
const random = 'its output is drawn at random'
const sequence = 'sequences are followed only where their parts are known; export the model with tensors only'
const shapeOfData = 'the shape of its output depends on the data; export the model without it'
const text = 'it works on text or files'
const boxes = 'it pools boxes, for which there is no rule'
const tooNew = 'it belongs to an opset that ONNX Runtime does not run yet'

/**
 * The verdict on every operator of the default domain, in its form at opset 21 and newer: a rule, a straight-through
 * estimate where the true gradient is zero (each such node is named by the diagnosis), a gradient that is zero
 * wherever it exists, query-only (it runs, but on the way to the logits it leaves a model that attacks can only ask),
 * or not accepted with the reason that the submitter reads.
 */
export const verdicts: Readonly<Record<string, OperatorVerdict>> = {
  Abs: rule(unary.abs),
  Acos: rule(unary.acos),
  Acosh: rule(unary.acosh),
  Add: rule(addRule),
  AffineGrid: rule(affineGrid),
  And: zero(truth),
  ArgMax: zero(position),
  ArgMin: zero(position),
  Asin: rule(unary.asin),
  Asinh: rule(unary.asinh),
  Atan: rule(unary.atan),
  Atanh: rule(unary.atanh),
  Attention: rule(attention),
  AveragePool: rule(averagePool),
  BatchNormalization: rule(batchNormalization),
  Bernoulli: zero(random),
  BitCast: zero(bits),
  BitShift: zero(bits),
  BitwiseAnd: zero(bits),
  BitwiseNot: zero(bits),
  BitwiseOr: zero(bits),
  BitwiseXor: zero(bits),
  BlackmanWindow: zero(fromShape),
  Cast: rule(cast),
  CastLike: rule(cast),
  CausalConvWithState: notAccepted(tooNew),
  Ceil: straightThrough(unary.identity, roundedAway),
  Celu: rule(unary.celu),
  CenterCropPad: rule(signal.centerCropPad),
  Clip: rule(clip),
  Col2Im: rule(signal.col2Im),
  Compress: notAccepted(shapeOfData),
  Concat: rule(structural.concat),
  ConcatFromSequence: notAccepted(sequence),
  Constant: zero(fromShape),
  ConstantOfShape: zero(fromShape),
  Conv: rule(conv),
  ConvInteger: straightThrough(quantise.convInteger, onIntegerOperands),
  ConvTranspose: rule(convTranspose),
  Cos: rule(unary.cos),
  Cosh: rule(unary.cosh),
  CumProd: rule(cumProd),
  CumSum: rule(structural.cumSum),
  DFT: rule(signal.dft),
  DeformConv: rule(deformConv),
  DepthToSpace: rule(structural.depthToSpace),
  DequantizeLinear: rule(quantise.dequantizeLinear),
  Det: rule(determinant),
  Div: rule(divideRule),
  Dropout: rule(structural.dropout),
  DynamicQuantizeLinear: straightThrough(quantise.dynamicQuantizeLinear, roundedAway),
  Einsum: rule(einsum),
  Elu: rule(unary.elu),
  Equal: zero(truth),
  Erf: rule(unary.erf),
  Exp: rule(unary.exp),
  Expand: rule(structural.expand),
  EyeLike: zero(fromShape),
  Flatten: rule(structural.reshapeRule),
  FlexAttention: notAccepted(tooNew),
  Floor: straightThrough(unary.identity, roundedAway),
  GRU: rule(recurrent.gru),
  Gather: rule(gather),
  GatherElements: rule(gatherElements),
  GatherND: rule(gatherNd),
  Gelu: rule(unary.gelu),
  Gemm: rule(gemm),
  GlobalAveragePool: rule(reduce.globalAveragePool),
  GlobalLpPool: rule(reduce.globalLpPool),
  GlobalMaxPool: rule(reduce.globalMaxPool),
  Greater: zero(truth),
  GreaterOrEqual: zero(truth),
  GridSample: rule(gridSample),
  GroupNormalization: rule(groupNormalization),
  HammingWindow: zero(fromShape),
  HannWindow: zero(fromShape),
  HardSigmoid: rule(unary.hardSigmoid),
  HardSwish: rule(unary.hardSwish),
  Hardmax: straightThrough(threshold.hardmax, 'the gradient of Softmax stands in for a choice'),
  Identity: rule(unary.identity),
  If: rule(conditional),
  ImageDecoder: notAccepted(text),
  InstanceNormalization: rule(instanceNormalization),
  IsInf: zero(truth),
  IsNaN: zero(truth),
  LRN: rule(localResponse),
  LSTM: rule(recurrent.lstm),
  LayerNormalization: rule(layerNormalizationRule),
  LeakyRelu: rule(unary.leakyRelu),
  Less: zero(truth),
  LessOrEqual: zero(truth),
  LinearAttention: notAccepted(tooNew),
  Log: rule(unary.log),
  LogSoftmax: rule(reduce.logSoftmax),
  Loop: rule(loop),
  LpNormalization: rule(reduce.lpNormalization),
  LpPool: rule(lpPool),
  MatMul: rule(matMul),
  MatMulInteger: straightThrough(quantise.matMulInteger, onIntegerOperands),
  Max: rule(extremum),
  MaxPool: rule(maxPool),
  MaxRoiPool: queryOnly(boxes),
  MaxUnpool: rule(maxUnpool),
  Mean: rule(variadicMean),
  MeanVarianceNormalization: rule(reduce.meanVarianceNormalization),
  MelWeightMatrix: zero(fromShape),
  Min: rule(extremum),
  Mish: rule(unary.mish),
  Mod: rule(modulo),
  Mul: rule(multiplyRule),
  Multinomial: zero(random),
  Neg: rule(unary.negateRule),
  NegativeLogLikelihoodLoss: rule(loss.negativeLogLikelihoodLoss),
  NonMaxSuppression: zero(position),
  NonZero: zero(position),
  Not: zero(truth),
  OneHot: rule(oneHot),
  Optional: notAccepted(sequence),
  OptionalGetElement: notAccepted(sequence),
  OptionalHasElement: notAccepted(sequence),
  Or: zero(truth),
  PRelu: rule(prelu),
  Pad: rule(pad),
  Pow: rule(power),
  QLinearConv: straightThrough(quantise.qLinearConv, onIntegerOperands),
  QLinearMatMul: straightThrough(quantise.qLinearMatMul, onIntegerOperands),
  QuantizeLinear: straightThrough(quantise.quantizeLinear, roundedAway),
  RMSNormalization: rule(rmsNormalization),
  RNN: rule(recurrent.rnn),
  RandomNormal: zero(random),
  RandomNormalLike: zero(random),
  RandomUniform: zero(random),
  RandomUniformLike: zero(random),
  Range: zero(fromShape),
  Reciprocal: rule(unary.reciprocal),
  ReduceL1: rule(reduce.reduceL1),
  ReduceL2: rule(reduce.reduceL2),
  ReduceLogSum: rule(reduce.reduceLogSum),
  ReduceLogSumExp: rule(reduce.reduceLogSumExp),
  ReduceMax: rule(reduce.reduceExtremum),
  ReduceMean: rule(reduce.reduceMean),
  ReduceMin: rule(reduce.reduceExtremum),
  ReduceProd: rule(reduce.reduceProduct),
  ReduceSum: rule(reduce.reduceSum),
  ReduceSumSquare: rule(reduce.reduceSumSquare),
  RegexFullMatch: notAccepted(text),
  Relu: rule(unary.relu),
  Reshape: rule(structural.reshapeRule),
  Resize: rule(resize),
  ReverseSequence: rule(structural.reverseSequence),
  RoiAlign: rule(roiAlign),
  RotaryEmbedding: rule(rotaryEmbedding),
  Round: straightThrough(unary.identity, roundedAway),
  STFT: rule(signal.stft),
  Scan: rule(scan),
  Scatter: rule(scatterElements),
  ScatterElements: rule(scatterElements),
  ScatterND: rule(scatterNd),
  Selu: rule(unary.selu),
  SequenceAt: notAccepted(sequence),
  SequenceConstruct: notAccepted(sequence),
  SequenceEmpty: notAccepted(sequence),
  SequenceErase: notAccepted(sequence),
  SequenceInsert: notAccepted(sequence),
  SequenceLength: notAccepted(sequence),
  SequenceMap: notAccepted(sequence),
  Shape: zero(fromShape),
  Shrink: rule(unary.shrink),
  Sigmoid: rule(unary.sigmoidRule),
  Sign: straightThrough(threshold.sign, 'the slope of hard tanh stands in for a step'),
  Sin: rule(unary.sin),
  Sinh: rule(unary.sinh),
  Size: zero(fromShape),
  Slice: rule(structural.sliceRule),
  Softmax: rule(reduce.softmax),
  SoftmaxCrossEntropyLoss: rule(loss.softmaxCrossEntropyLoss),
  Softplus: rule(unary.softplus),
  Softsign: rule(unary.softsign),
  SpaceToDepth: rule(structural.spaceToDepth),
  Split: rule(structural.split),
  SplitToSequence: notAccepted(sequence),
  Sqrt: rule(unary.sqrt),
  Squeeze: rule(structural.reshapeRule),
  StringConcat: notAccepted(text),
  StringNormalizer: notAccepted(text),
  StringSplit: notAccepted(text),
  Sub: rule(subtractRule),
  Sum: rule(variadicSum),
  SwiGLU: notAccepted(tooNew),
  Swish: rule(unary.swish),
  Tan: rule(unary.tan),
  Tanh: rule(unary.tanh),
  TensorScatter: rule(tensorScatter),
  TfIdfVectorizer: notAccepted(text),
  ThresholdedRelu: rule(unary.thresholdedRelu),
  Tile: rule(structural.tile),
  TopK: rule(topK),
  Transpose: rule(structural.transposeRule),
  Trilu: rule(structural.trilu),
  Unique: notAccepted(shapeOfData),
  Unsqueeze: rule(structural.reshapeRule),
  Upsample: rule(resize),
  Where: rule(where),
  Xor: zero(truth),
}
