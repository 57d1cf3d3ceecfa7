import type { TypeRule } from './call.ts'
import * as attention from './rules/attention.ts'
import * as control from './rules/control-flow.ts'
import * as convolution from './rules/convolution.ts'
import { einsum } from './rules/einsum.ts'
import * as elementwise from './rules/elementwise.ts'
import * as gathering from './rules/gathering.ts'
import * as generation from './rules/generation.ts'
import { crossEntropy } from './rules/loss.ts'
import * as matrix from './rules/matrix.ts'
import * as normalisation from './rules/normalisation.ts'
import * as pooling from './rules/pooling.ts'
import * as rearrangement from './rules/rearrangement.ts'
import { recurrent } from './rules/recurrent.ts'
import * as reduction from './rules/reduction.ts'
import { dataDependent, nonZero, notATensor } from './rules/refused.ts'
import * as resampling from './rules/resampling.ts'
import * as slicing from './rules/slicing.ts'

const { likeFirstInput, sameShapeAs, broadcast, broadcastToBool } = elementwise

/** The type rule of every operator of the default domain that a float tensor can meet, up to opset 26. */
export const typeRules: Readonly<Record<string, TypeRule>> = {
  // element-wise functions
  Abs: likeFirstInput,
  Acos: likeFirstInput,
  Acosh: likeFirstInput,
  Asin: likeFirstInput,
  Asinh: likeFirstInput,
  Atan: likeFirstInput,
  Atanh: likeFirstInput,
  BitwiseNot: likeFirstInput,
  Ceil: likeFirstInput,
  Celu: likeFirstInput,
  Clip: likeFirstInput,
  Cos: likeFirstInput,
  Cosh: likeFirstInput,
  Elu: likeFirstInput,
  Erf: likeFirstInput,
  Exp: likeFirstInput,
  Floor: likeFirstInput,
  Gelu: likeFirstInput,
  HardSigmoid: likeFirstInput,
  HardSwish: likeFirstInput,
  Identity: likeFirstInput,
  LeakyRelu: likeFirstInput,
  Log: likeFirstInput,
  Mish: likeFirstInput,
  Neg: likeFirstInput,
  Not: likeFirstInput,
  Reciprocal: likeFirstInput,
  Relu: likeFirstInput,
  Round: likeFirstInput,
  Selu: likeFirstInput,
  Shrink: likeFirstInput,
  Sigmoid: likeFirstInput,
  Sign: likeFirstInput,
  Sin: likeFirstInput,
  Sinh: likeFirstInput,
  Softplus: likeFirstInput,
  Softsign: likeFirstInput,
  Sqrt: likeFirstInput,
  Swish: likeFirstInput,
  Tan: likeFirstInput,
  Tanh: likeFirstInput,
  ThresholdedRelu: likeFirstInput,
  IsInf: sameShapeAs('bool'),
  IsNaN: sameShapeAs('bool'),
  Dropout: elementwise.dropout,

  // element-wise with broadcasting
  Add: broadcast,
  BitShift: broadcast,
  BitwiseAnd: broadcast,
  BitwiseOr: broadcast,
  BitwiseXor: broadcast,
  Div: broadcast,
  Max: broadcast,
  Mean: broadcast,
  Min: broadcast,
  Mod: broadcast,
  Mul: broadcast,
  PRelu: elementwise.slope,
  Pow: broadcast,
  Sub: broadcast,
  Sum: broadcast,
  And: broadcastToBool,
  Equal: broadcastToBool,
  Greater: broadcastToBool,
  GreaterOrEqual: broadcastToBool,
  Less: broadcastToBool,
  LessOrEqual: broadcastToBool,
  Or: broadcastToBool,
  Xor: broadcastToBool,
  Where: elementwise.where,

  // element types
  BitCast: generation.cast,
  Cast: generation.cast,
  CastLike: generation.castLike,
  DequantizeLinear: generation.dequantizeLinear,
  DynamicQuantizeLinear: generation.dynamicQuantizeLinear,
  QuantizeLinear: generation.quantizeLinear,

  // convolution and pooling
  Conv: convolution.convolution,
  ConvInteger: convolution.convolutionToInt32,
  ConvTranspose: convolution.transposedConvolution,
  DeformConv: convolution.convolution,
  QLinearConv: convolution.quantizedConvolution,
  AveragePool: pooling.pool,
  GlobalAveragePool: pooling.globalPool,
  GlobalLpPool: pooling.globalPool,
  GlobalMaxPool: pooling.globalPool,
  LpPool: pooling.pool,
  MaxPool: pooling.maxPool,
  MaxRoiPool: pooling.maxRoiPool,
  MaxUnpool: pooling.maxUnpool,
  RoiAlign: pooling.roiAlign,

  // normalisation and softmax
  BatchNormalization: normalisation.batchNormalisation,
  GroupNormalization: normalisation.channelNormalisation,
  Hardmax: likeFirstInput,
  InstanceNormalization: normalisation.channelNormalisation,
  LRN: likeFirstInput,
  LayerNormalization: normalisation.layerNormalisation,
  LogSoftmax: likeFirstInput,
  LpNormalization: likeFirstInput,
  MeanVarianceNormalization: likeFirstInput,
  RMSNormalization: normalisation.rmsNormalisation,
  Softmax: likeFirstInput,

  // products
  Det: matrix.determinant,
  Einsum: einsum,
  Gemm: matrix.gemm,
  MatMul: matrix.matMul,
  MatMulInteger: matrix.matMulToInt32,
  QLinearMatMul: matrix.quantizedMatMul,

  // reductions and running sums
  ArgMax: reduction.argReduction,
  ArgMin: reduction.argReduction,
  CumProd: likeFirstInput,
  CumSum: likeFirstInput,
  ReduceL1: reduction.reduction,
  ReduceL2: reduction.reduction,
  ReduceLogSum: reduction.reduction,
  ReduceLogSumExp: reduction.reduction,
  ReduceMax: reduction.reduction,
  ReduceMean: reduction.reduction,
  ReduceMin: reduction.reduction,
  ReduceProd: reduction.reduction,
  ReduceSum: reduction.reduction,
  ReduceSumSquare: reduction.reduction,

  // rearranging
  CenterCropPad: slicing.centerCropPad,
  Col2Im: rearrangement.columnsToImage,
  Concat: slicing.concat,
  DepthToSpace: rearrangement.depthToSpace,
  Expand: rearrangement.expand,
  Flatten: rearrangement.flatten,
  Pad: slicing.pad,
  Reshape: rearrangement.reshape,
  ReverseSequence: likeFirstInput,
  Shape: slicing.shape,
  Size: slicing.size,
  Slice: slicing.slice,
  SpaceToDepth: rearrangement.spaceToDepth,
  Split: slicing.split,
  Squeeze: rearrangement.squeeze,
  Tile: rearrangement.tile,
  Transpose: rearrangement.transpose,
  Trilu: likeFirstInput,
  Unsqueeze: rearrangement.unsqueeze,

  // gathering and scattering
  Gather: gathering.gather,
  GatherElements: gathering.gatherElements,
  GatherND: gathering.gatherNd,
  NonZero: nonZero,
  OneHot: gathering.oneHot,
  Scatter: likeFirstInput,
  ScatterElements: likeFirstInput,
  ScatterND: likeFirstInput,
  TensorScatter: likeFirstInput,
  TopK: gathering.topK,

  // resampling and signals
  AffineGrid: resampling.affineGrid,
  BlackmanWindow: generation.signalWindow,
  DFT: generation.dft,
  GridSample: resampling.gridSample,
  HammingWindow: generation.signalWindow,
  HannWindow: generation.signalWindow,
  MelWeightMatrix: generation.melWeightMatrix,
  Resize: resampling.resize,
  STFT: generation.stft,

  // networks' larger parts
  Attention: attention.attention,
  GRU: recurrent,
  LSTM: recurrent,
  NegativeLogLikelihoodLoss: crossEntropy,
  RNN: recurrent,
  RotaryEmbedding: likeFirstInput,
  SoftmaxCrossEntropyLoss: crossEntropy,

  // making tensors
  Bernoulli: generation.likeWithDtype,
  Constant: generation.constant,
  ConstantOfShape: generation.constantOfShape,
  EyeLike: generation.likeWithDtype,
  Multinomial: generation.multinomial,
  RandomNormal: generation.ofShapeAttribute,
  RandomNormalLike: generation.likeWithDtype,
  RandomUniform: generation.ofShapeAttribute,
  RandomUniformLike: generation.likeWithDtype,
  Range: generation.range,

  // control flow
  If: control.conditional,
  Loop: control.loop,
  Scan: control.scan,

  // refused
  Compress: dataDependent,
  ConcatFromSequence: notATensor,
  NonMaxSuppression: dataDependent,
  Optional: notATensor,
  OptionalGetElement: notATensor,
  OptionalHasElement: notATensor,
  SequenceAt: notATensor,
  SequenceConstruct: notATensor,
  SequenceEmpty: notATensor,
  SequenceErase: notATensor,
  SequenceInsert: notATensor,
  SequenceLength: notATensor,
  SequenceMap: notATensor,
  SplitToSequence: notATensor,
  Unique: dataDependent,
}
