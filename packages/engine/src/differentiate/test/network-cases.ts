import { distinct, floats, ints, type RuleCase, scalar } from './rule-case.ts'

const f = (value: number) => ({ kind: 'float', value }) as const

const conv = (
  title: string,
  x: readonly number[],
  w: readonly number[],
  attributes: RuleCase['attributes'] = {},
): RuleCase => ({
  opType: 'Conv',
  title,
  inputs: [floats(x), floats(w), floats([w[0] ?? 1])],
  attributes,
  step: 0.25,
})

const transposed = (
  title: string,
  x: readonly number[],
  w: readonly number[],
  attributes: RuleCase['attributes'] = {},
  filters = w[1] ?? 1,
): RuleCase => ({
  opType: 'ConvTranspose',
  title,
  inputs: [floats(x), floats(w), floats([filters])],
  attributes,
  step: 0.25,
})

const pool = (opType: string, title: string, x: readonly number[], attributes: RuleCase['attributes']): RuleCase => ({
  opType,
  title,
  inputs: [distinct(x)],
  attributes,
  step: 0.02,
})

const resize = (
  title: string,
  x: readonly number[],
  scales: readonly number[],
  attributes: RuleCase['attributes'],
): RuleCase => ({
  opType: 'Resize',
  title,
  inputs: [floats(x), undefined, { shape: [scales.length], values: scales, isConstant: true }],
  attributes,
  step: 0.25,
})

const resizeTo = (
  title: string,
  x: readonly number[],
  sizes: readonly number[],
  attributes: RuleCase['attributes'],
): RuleCase => ({
  opType: 'Resize',
  title,
  inputs: [floats(x), undefined, undefined, ints(...sizes)],
  attributes,
  step: 0.25,
})

const coordinateModes = ['half_pixel', 'half_pixel_symmetric', 'pytorch_half_pixel', 'align_corners', 'asymmetric']

/** Operators with weights, windows and statistics. */
export const networkCases: readonly RuleCase[] = [
  conv('1-D', [2, 2, 6], [3, 2, 3], { pads: [1, 1] }),
  conv('2-D, stride 2, uneven pads', [1, 2, 6, 5], [2, 2, 3, 3], { strides: [2, 2], pads: [0, 1, 1, 2] }),
  conv('3-D, stride 1', [1, 2, 3, 4, 3], [2, 2, 3, 3, 3], { pads: [1, 1, 1, 1, 1, 1] }),
  conv('3-D, stride 2, the last voxels never reached', [1, 1, 4, 5, 6], [2, 1, 2, 2, 2], { strides: [2, 2, 3] }),
  conv('dilated', [1, 1, 7, 7], [2, 1, 3, 3], { dilations: [2, 3], pads: [2, 3, 2, 3] }),
  conv('dilated and strided', [1, 1, 9], [2, 1, 3], { dilations: [2], strides: [2], pads: [1, 2] }),
  conv('grouped', [1, 4, 5], [6, 2, 3], { group: 2, pads: [1, 1] }),
  conv('depthwise, strided', [2, 3, 6, 4], [3, 1, 3, 3], { group: 3, strides: [2, 1], pads: [1, 1, 1, 1] }),
  conv('pads larger than the kernel', [1, 1, 4], [1, 1, 2], { pads: [3, 2] }),
  conv('stride larger than the kernel', [1, 1, 8], [2, 1, 2], { strides: [3] }),
  conv('SAME_UPPER', [1, 1, 6, 5], [1, 1, 3, 2], { auto_pad: 'SAME_UPPER', strides: [2, 2] }),
  conv('SAME_LOWER', [1, 1, 6, 5], [1, 1, 2, 2], { auto_pad: 'SAME_LOWER', strides: [1, 2] }),
  conv('VALID', [1, 1, 6], [1, 1, 3], { auto_pad: 'VALID' }),
  transposed('1-D, stride 2', [1, 2, 4], [2, 3, 3], { strides: [2], pads: [1, 1], output_padding: [1] }),
  transposed('2-D, stride 2, kernel 2', [1, 2, 3, 4], [2, 2, 2, 2], { strides: [2, 2] }),
  transposed('3-D, stride 2, kernel 3', [1, 2, 2, 3, 2], [2, 1, 3, 3, 3], {
    strides: [2, 2, 2],
    pads: [1, 1, 1, 1, 1, 1],
    output_padding: [1, 1, 1],
  }),
  transposed('dilated', [1, 1, 5], [1, 2, 3], { dilations: [2], strides: [2], pads: [1, 0] }),
  transposed('grouped', [1, 4, 3, 3], [4, 2, 3, 3], { group: 2, strides: [2, 1] }, 4),
  transposed('stride larger than the kernel', [1, 1, 4], [1, 1, 2], { strides: [3], output_padding: [2] }),
  transposed('output_shape', [1, 1, 4], [1, 1, 3], { strides: [2], output_shape: [8] }),
  transposed('SAME_UPPER', [1, 1, 4], [1, 1, 3], { strides: [2], auto_pad: 'SAME_UPPER' }),
  transposed('SAME_LOWER', [1, 1, 4], [1, 1, 3], { strides: [2], auto_pad: 'SAME_LOWER' }),
  pool('MaxPool', 'k2 s2', [1, 2, 4, 4], { kernel_shape: [2, 2], strides: [2, 2] }),
  pool('MaxPool', '3-D, overlapping, padded', [1, 1, 5, 5, 4], {
    kernel_shape: [3, 3, 3],
    strides: [2, 2, 1],
    pads: [1, 1, 1, 1, 1, 1],
  }),
  pool('MaxPool', 'dilated', [1, 1, 7, 7], { kernel_shape: [2, 2], dilations: [2, 3] }),
  pool('MaxPool', 'ceil mode', [2, 1, 5, 6], { kernel_shape: [2, 3], strides: [2, 2], ceil_mode: 1 }),
  pool('AveragePool', 'k2 s2', [1, 2, 4, 4], { kernel_shape: [2, 2], strides: [2, 2] }),
  pool('AveragePool', '3-D, overlapping, pads not counted', [1, 2, 5, 4, 5], {
    kernel_shape: [3, 3, 3],
    strides: [2, 1, 2],
    pads: [1, 1, 1, 1, 1, 1],
  }),
  pool('AveragePool', 'pads counted', [1, 1, 5, 5], {
    kernel_shape: [3, 3],
    strides: [2, 2],
    pads: [1, 0, 1, 1],
    count_include_pad: 1,
  }),
  pool('AveragePool', 'ceil mode', [1, 1, 6, 5], { kernel_shape: [3, 2], strides: [2, 2], ceil_mode: 1 }),
  pool('AveragePool', 'ceil mode, pads counted', [1, 1, 6, 5], {
    kernel_shape: [3, 2],
    strides: [2, 2],
    ceil_mode: 1,
    count_include_pad: 1,
    pads: [1, 0, 0, 1],
  }),
  pool('AveragePool', 'SAME_UPPER', [1, 1, 5, 5], { kernel_shape: [2, 2], auto_pad: 'SAME_UPPER' }),
  pool('AveragePool', 'dilated', [1, 1, 7], { kernel_shape: [3], dilations: [2] }),
  pool('LpPool', 'p = 2', [1, 1, 4, 4], { kernel_shape: [2, 2], strides: [2, 2], p: 2 }),
  {
    opType: 'LpPool',
    title: 'p = 3, overlapping',
    inputs: [floats([1, 1, 5], [0.5, 2])],
    attributes: { kernel_shape: [3], p: 3 },
  },
  pool('GlobalAveragePool', '3-D', [2, 2, 3, 2, 2], {}),
  pool('GlobalMaxPool', '3-D', [2, 2, 3, 2, 2], {}),
  pool('GlobalLpPool', 'p = 2', [2, 2, 3, 2], { p: 2 }),
  {
    opType: 'MaxUnpool',
    title: 'k2 s2',
    inputs: [floats([1, 1, 2, 2]), { shape: [1, 1, 2, 2], dataType: 'int64', values: [5, 7, 8, 10], isConstant: true }],
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
  },
  { opType: 'InstanceNormalization', title: '3-D', inputs: [floats([2, 2, 3, 2, 2]), floats([2]), floats([2])] },
  {
    opType: 'BatchNormalization',
    title: 'all inputs vary',
    inputs: [floats([2, 3, 4]), floats([3]), floats([3]), floats([3]), floats([3], [0.5, 2])],
  },
  {
    opType: 'LayerNormalization',
    title: 'two trailing axes',
    inputs: [floats([2, 3, 4]), floats([3, 4]), floats([3, 4])],
    attributes: { axis: -2 },
  },
  { opType: 'LayerNormalization', title: 'last axis, no bias', inputs: [floats([2, 3, 4]), floats([4])] },
  {
    opType: 'GroupNormalization',
    title: 'two groups',
    inputs: [floats([2, 4, 3, 2]), floats([4]), floats([4])],
    attributes: { num_groups: 2 },
  },
  { opType: 'RMSNormalization', title: 'last axis', inputs: [floats([2, 3, 4]), floats([4])], opset: 23 },
  {
    opType: 'LRN',
    title: 'three channels',
    inputs: [floats([1, 5, 3, 1], [0.5, 2])],
    attributes: { size: 3, alpha: f(0.5), beta: f(0.6), bias: f(1.2) },
  },
  { opType: 'MeanVarianceNormalization', title: 'default axes', inputs: [floats([2, 2, 3, 2])] },
  { opType: 'LpNormalization', title: 'p = 2', inputs: [floats([2, 4], [0.5, 2])], attributes: { axis: 1, p: 2 } },
  { opType: 'LpNormalization', title: 'p = 1', inputs: [floats([2, 4], [0.5, 2])], attributes: { axis: 1, p: 1 } },
  { opType: 'Softmax', title: 'over channels', inputs: [floats([2, 3, 4])], attributes: { axis: 1 } },
  { opType: 'LogSoftmax', title: 'over the last axis', inputs: [floats([2, 3, 4])] },
  { opType: 'MatMul', title: 'matrices', inputs: [floats([2, 3]), floats([3, 4])] },
  { opType: 'MatMul', title: 'broadcast batches', inputs: [floats([2, 1, 2, 3]), floats([3, 3, 2])] },
  { opType: 'MatMul', title: 'shared right matrix', inputs: [floats([2, 2, 3]), floats([3, 2])] },
  { opType: 'MatMul', title: 'vectors', inputs: [floats([3]), floats([3])] },
  { opType: 'MatMul', title: 'vector times matrices', inputs: [floats([3]), floats([2, 3, 2])] },
  { opType: 'MatMul', title: 'matrices times vector', inputs: [floats([2, 2, 3]), floats([3])] },
  ...[0, 1].flatMap((transA) =>
    [0, 1].map(
      (transB): RuleCase => ({
        opType: 'Gemm',
        title: `transA ${transA}, transB ${transB}`,
        inputs: [floats(transA ? [3, 2] : [2, 3]), floats(transB ? [4, 3] : [3, 4]), floats([4])],
        attributes: { transA, transB, alpha: f(0.5), beta: f(1.5) },
      }),
    ),
  ),
  {
    opType: 'Einsum',
    title: 'attention scores',
    inputs: [floats([2, 3, 2, 2]), floats([2, 3, 4, 2])],
    attributes: { equation: 'bhid,bhjd->bhij' },
  },
  {
    opType: 'Einsum',
    title: 'ellipsis and an inner sum',
    inputs: [floats([2, 3, 2]), floats([2, 4])],
    attributes: { equation: '...ij,jk->...ik' },
  },
  {
    opType: 'Einsum',
    title: 'an index of one operand alone',
    inputs: [floats([2, 3]), floats([2])],
    attributes: { equation: 'ij,i->i' },
  },
  {
    opType: 'Einsum',
    title: 'implicit result',
    inputs: [floats([2, 3]), floats([3, 2])],
    attributes: { equation: 'ij,jk' },
  },
  {
    opType: 'Einsum',
    title: 'three operands',
    inputs: [floats([2, 3]), floats([3]), floats([2])],
    attributes: { equation: 'ij,j,i->ij' },
  },
  { opType: 'Det', title: '3 x 3', inputs: [floats([2, 3, 3])] },
  { opType: 'Det', title: '2 x 2', inputs: [floats([2, 2])] },
  ...coordinateModes.flatMap((mode) => [
    resize(`linear up, ${mode}`, [1, 1, 3, 4], [1, 1, 2, 1.5], {
      mode: 'linear',
      coordinate_transformation_mode: mode,
    }),
    resize(`linear down, ${mode}`, [1, 1, 6, 5], [1, 1, 0.5, 0.6], {
      mode: 'linear',
      coordinate_transformation_mode: mode,
    }),
    resize(`cubic up, ${mode}`, [1, 1, 4, 4], [1, 1, 2, 1.5], { mode: 'cubic', coordinate_transformation_mode: mode }),
    resize(`nearest up, ${mode}`, [1, 1, 3, 4], [1, 1, 2, 1.7], { coordinate_transformation_mode: mode }),
  ]),
  ...['floor', 'ceil', 'round_prefer_ceil', 'round_prefer_floor'].map((nearest) =>
    resize(`nearest down, ${nearest}`, [1, 1, 7, 6], [1, 1, 0.5, 0.7], {
      nearest_mode: nearest,
      coordinate_transformation_mode: 'asymmetric',
    }),
  ),
  resize('nearest x2, 3-D', [1, 2, 2, 3, 2], [1, 1, 2, 2, 2], {
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  }),
  resizeTo('linear to a size, 3-D', [1, 1, 2, 3, 4], [1, 1, 4, 6, 7], {
    mode: 'linear',
    coordinate_transformation_mode: 'align_corners',
  }),
  resizeTo('cubic, outside excluded', [1, 1, 5, 5], [1, 1, 8, 3], {
    mode: 'cubic',
    exclude_outside: 1,
    cubic_coeff_a: f(-0.5),
  }),
  resizeTo('linear with antialiasing', [1, 1, 8, 8], [1, 1, 3, 5], { mode: 'linear', antialias: 1 }),
  resizeTo('cubic with antialiasing', [1, 1, 9, 8], [1, 1, 3, 5], { mode: 'cubic', antialias: 1 }),
  { ...resizeTo('named axes', [1, 1, 4, 4], [6], { mode: 'linear', axes: [3] }), title: 'named axes' },
  {
    opType: 'TopK',
    title: 'smallest, first axis',
    inputs: [distinct([4, 2]), ints(2)],
    attributes: { axis: 0, largest: 0 },
    outputCount: 2,
  },
  { opType: 'Cast', title: 'from float to float', inputs: [floats([2])], attributes: { to: 1 } },
  { opType: 'Clip', title: 'no bounds', inputs: [floats([3]), undefined, undefined] },
  { opType: 'Clip', title: 'constant bounds far away', inputs: [floats([3]), scalar(-9), scalar(9)] },
]
