import { distinct, floats, ints, type CaseInput, type RuleCase, scalar, values } from './rule-case.ts'

const f = (value: number) => ({ kind: 'float', value }) as const
const given = (shape: readonly number[], list: readonly number[], dataType: 'int64' | 'bool' = 'int64'): CaseInput => ({
  shape,
  values: list,
  dataType,
  isConstant: true,
})

const attention = (title: string, inputs: RuleCase['inputs'], attributes: RuleCase['attributes'] = {}): RuleCase => ({
  opType: 'Attention',
  title,
  inputs,
  attributes,
  opset: 23,
})

const lower = given([3, 3], [1, 0, 0, 1, 1, 0, 1, 1, 1], 'bool')

/** Places off the voxels' centres and faces, where sampling is smooth; some outside of the image. */
const places2d = [-0.83, -0.71, 0.13, 0.37, 0.91, -0.23, -0.41, 0.67, 1.21, 0.29, -1.33, -1.17]
const places3d = [-0.83, -0.71, 0.23, 0.37, 0.81, -0.23, -0.45, 0.67, 1.21, 0.29, -1.33, -0.17]

const gridSamples = ['zeros', 'border', 'reflection'].flatMap((padding_mode) =>
  [0, 1].flatMap((align_corners) =>
    ['linear', 'nearest', 'cubic'].flatMap((mode): RuleCase[] => {
      const attributes = { padding_mode, align_corners, mode }
      const title = `${mode}, ${padding_mode}, align_corners ${align_corners}`
      const flat: RuleCase = {
        opType: 'GridSample',
        title: `${title}, 2-D`,
        inputs: [floats([1, 2, 4, 5]), values([1, 2, 3, 2], places2d)],
        attributes,
        opset: 22,
        step: 2e-3,
      }
      const deep: RuleCase = {
        ...flat,
        title: `${title}, 3-D`,
        inputs: [floats([1, 1, 4, 3, 5]), values([1, 2, 1, 2, 3], places3d)],
      }
      return mode === 'cubic' ? [flat] : [flat, deep]
    }),
  ),
)

const recurrent = (
  opType: string,
  gates: number,
  title: string,
  {
    directions = 1,
    states = 1,
    attributes = {},
    more = [],
  }: {
    directions?: number
    states?: number
    attributes?: RuleCase['attributes']
    more?: RuleCase['inputs']
  } = {},
): RuleCase => ({
  opType,
  title,
  inputs: [
    floats([3, 2, 2]),
    floats([directions, gates * 2, 2]),
    floats([directions, gates * 2, 2]),
    floats([directions, gates * 4]),
    undefined,
    ...Array.from({ length: states }, () => floats([directions, 2, 2])),
    ...more,
  ],
  attributes: { hidden_size: 2, ...attributes },
  outputCount: states + 1,
})

/** Larger operators, whose rules compute them again in plainer ones. */
export const largerCases: readonly RuleCase[] = [
  attention('four axes', [floats([1, 2, 3, 4]), floats([1, 2, 5, 4]), floats([1, 2, 5, 3])]),
  attention('three axes, shared key heads', [floats([1, 3, 8]), floats([1, 4, 4]), floats([1, 4, 4])], {
    q_num_heads: 4,
    kv_num_heads: 2,
  }),
  attention('causal', [floats([1, 1, 3, 2]), floats([1, 1, 3, 2]), floats([1, 1, 3, 2])], { is_causal: 1 }),
  attention('true or false mask', [floats([1, 2, 3, 2]), floats([1, 2, 3, 2]), floats([1, 2, 3, 2]), lower]),
  attention(
    'varying mask, scale and softcap',
    [floats([1, 2, 3, 2]), floats([1, 2, 3, 2]), floats([1, 2, 3, 2]), floats([3, 3])],
    { scale: f(0.7), softcap: f(1.5) },
  ),
  { opType: 'AffineGrid', title: '2-D', inputs: [floats([2, 2, 3]), ints(2, 1, 3, 4)] },
  {
    opType: 'AffineGrid',
    title: '3-D, between the centres',
    inputs: [floats([1, 3, 4]), ints(1, 1, 2, 3, 2)],
    attributes: { align_corners: 1 },
  },
  { opType: 'CenterCropPad', title: 'a crop and a pad', inputs: [floats([5, 4]), ints(2, 7)] },
  { opType: 'CenterCropPad', title: 'named axis', inputs: [floats([3, 5]), ints(8)], attributes: { axes: [1] } },
  { opType: 'Col2Im', title: 'overlapping', inputs: [floats([1, 8, 9]), ints(4, 4), ints(2, 2)] },
  {
    opType: 'Col2Im',
    title: 'strided, padded, dilated',
    inputs: [floats([1, 4, 9]), ints(5, 5), ints(2, 2)],
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1], dilations: [2, 2] },
  },
  { opType: 'DFT', title: 'real', inputs: [floats([1, 5, 1]), undefined, scalar(1, 'int64')] },
  {
    opType: 'DFT',
    title: 'inverse',
    inputs: [floats([1, 4, 3, 2]), undefined, scalar(1, 'int64')],
    attributes: { inverse: 1 },
  },
  {
    opType: 'DFT',
    title: 'one-sided',
    inputs: [floats([2, 6, 1]), undefined, scalar(1, 'int64')],
    attributes: { onesided: 1 },
  },
  {
    opType: 'STFT',
    title: 'windowed',
    inputs: [floats([1, 10, 1]), scalar(3, 'int64'), floats([4]), scalar(4, 'int64')],
  },
  ...gridSamples,
  recurrent('RNN', 1, 'forward'),
  recurrent('GRU', 3, 'forward'),
  recurrent('GRU', 3, 'linear before reset, reversed', {
    attributes: { linear_before_reset: 1, direction: 'reverse' },
  }),
  recurrent('LSTM', 4, 'both directions', { directions: 2, states: 2, attributes: { direction: 'bidirectional' } }),
  recurrent('RNN', 1, 'another activation, clipped', {
    attributes: { activations: { kind: 'strings', value: ['Softsign'] }, clip: f(0.4) },
  }),
  recurrent('GRU', 3, 'other activations, clipped', {
    attributes: { activations: { kind: 'strings', value: ['Softsign', 'Sigmoid'] }, clip: f(0.4) },
  }),
  recurrent('LSTM', 4, 'clipped', { states: 2, attributes: { clip: f(0.35) } }),
  recurrent('LSTM', 4, 'input and forget gate coupled', { states: 2, attributes: { input_forget: 1 } }),
  recurrent('LSTM', 4, 'peepholes', { states: 2, more: [floats([1, 6])] }),
  {
    opType: 'NegativeLogLikelihoodLoss',
    title: 'weighted mean',
    inputs: [floats([2, 3, 2]), given([2, 2], [0, 2, 1, 2]), floats([3], [0.5, 1])],
  },
  {
    opType: 'SoftmaxCrossEntropyLoss',
    title: 'mean without the ignored',
    inputs: [floats([2, 3, 2]), given([2, 2], [0, 2, 1, 2])],
    attributes: { ignore_index: 2 },
  },
  {
    opType: 'SoftmaxCrossEntropyLoss',
    title: 'each loss',
    inputs: [floats([3, 4]), given([3], [0, 2, 1])],
    attributes: { reduction: 'none' },
    outputCount: 2,
  },
  {
    opType: 'RotaryEmbedding',
    title: 'halves, with positions',
    inputs: [floats([1, 2, 3, 4]), floats([5, 2]), floats([5, 2]), given([1, 3], [0, 4, 2])],
    opset: 23,
  },
  {
    opType: 'RotaryEmbedding',
    title: 'interleaved, part of the features, three axes',
    inputs: [floats([1, 2, 12]), floats([1, 2, 2]), floats([1, 2, 2])],
    attributes: { interleaved: 1, num_heads: 2, rotary_embedding_dim: 4 },
    opset: 23,
  },
  {
    opType: 'TensorScatter',
    title: 'circular',
    inputs: [floats([2, 1, 4, 2]), floats([2, 1, 2, 2]), given([2], [1, 3])],
    attributes: { mode: 'circular' },
    opset: 24,
  },
  {
    opType: 'CumProd',
    title: 'plain',
    inputs: [floats([2, 4], [0.5, 2]), scalar(1, 'int64')],
    opset: 26,
  },
  {
    opType: 'MaxPool',
    title: 'positions counted by columns',
    inputs: [distinct([1, 2, 4, 5])],
    attributes: { kernel_shape: [2, 2], strides: [1, 2], storage_order: 1 },
    outputCount: 2,
  },
  {
    opType: 'DeformConv',
    title: 'padded, strided, with bias and mask',
    inputs: [
      floats([1, 2, 5, 4]),
      floats([3, 2, 2, 2]),
      floats([1, 8, 3, 3], [0.1, 0.4]),
      floats([3]),
      floats([1, 4, 3, 3], [0.5, 1]),
    ],
    attributes: { kernel_shape: [2, 2], pads: [1, 1, 1, 1], strides: [2, 2] },
    opset: 22,
  },
  {
    opType: 'DeformConv',
    title: 'groups of filters and of offsets, dilated',
    inputs: [floats([2, 4, 4, 4]), floats([2, 2, 2, 2]), floats([2, 16, 2, 2], [-0.4, -0.1])],
    attributes: { kernel_shape: [2, 2], dilations: [2, 2], group: 2, offset_group: 2 },
    opset: 22,
  },
  ...['half_pixel', 'output_half_pixel'].map(
    (mode): RuleCase => ({
      opType: 'RoiAlign',
      title: `two boxes, one over the edge, ${mode}`,
      inputs: [
        floats([2, 2, 5, 6]),
        values([2, 4], [0.63, 0.91, 3.37, 4.11, 2.21, -1.87, 7.43, 2.29]),
        given([2], [1, 0]),
      ],
      attributes: { coordinate_transformation_mode: mode, output_height: 2, output_width: 3, sampling_ratio: 2 },
      opset: 21,
      step: 2e-3,
    }),
  ),
  { opType: 'Det', title: '4 x 4', inputs: [floats([2, 4, 4])] },
  { opType: 'Einsum', title: 'a trace', inputs: [floats([3, 3])], attributes: { equation: 'ii->' } },
  {
    opType: 'Einsum',
    title: 'diagonals',
    inputs: [floats([2, 3, 3]), floats([3, 2])],
    attributes: { equation: 'bii,ib->bi' },
  },
  {
    opType: 'BatchNormalization',
    title: 'statistics of the batch',
    inputs: [
      floats([3, 2, 4]),
      floats([2]),
      floats([2]),
      { ...floats([2]), isConstant: true },
      { ...floats([2], [0.5, 2]), isConstant: true },
    ],
    attributes: { training_mode: 1 },
    outputCount: 3,
  },
]
