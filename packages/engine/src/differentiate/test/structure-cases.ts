import { distinct, floats, ints, type RuleCase, scalar } from './rule-case.ts'

const one = (
  opType: string,
  title: string,
  shape: readonly number[],
  rest: RuleCase['inputs'] = [],
  attributes: RuleCase['attributes'] = {},
): RuleCase => ({
  opType,
  title,
  inputs: [floats(shape), ...rest],
  attributes,
})

const indices = (shape: readonly number[], ...list: readonly number[]) => ({
  shape,
  dataType: 'int64' as const,
  values: list,
  isConstant: true,
})

const scatterElements = (reduction: string): RuleCase => ({
  opType: 'ScatterElements',
  title: `reduction ${reduction}, axis 1`,
  inputs: [distinct([2, 4], 0.21), indices([2, 2], 1, 3, -4, 2), distinct([2, 2], 0.37)],
  attributes: { axis: 1, reduction },
})

const scatterNd = (reduction: string): RuleCase => ({
  opType: 'ScatterND',
  title: `reduction ${reduction}`,
  inputs: [distinct([4, 3], 0.21), indices([2, 1], 2, 0), distinct([2, 3], 0.37)],
  attributes: { reduction },
})

const reductions = [
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSumExp',
  'ReduceMax',
  'ReduceMean',
  'ReduceMin',
  'ReduceProd',
  'ReduceSum',
  'ReduceSumSquare',
]

/** Operators that move, pick or reduce elements. */
export const structureCases: readonly RuleCase[] = [
  ...reductions.flatMap((opType): RuleCase[] => [
    {
      opType,
      title: 'negative axis, kept',
      inputs: [distinct([2, 3, 4], 0.13), ints(-1)],
      attributes: { keepdims: 1 },
    },
    {
      opType,
      title: 'two axes, dropped',
      inputs: [distinct([2, 3, 4], 0.13), ints(0, 2)],
      attributes: { keepdims: 0 },
    },
    { opType, title: 'all axes', inputs: [distinct([2, 3], 0.23)], attributes: { keepdims: 0 } },
    { opType, title: 'no axes, as it is', inputs: [distinct([2, 3], 0.23)], attributes: { noop_with_empty_axes: 1 } },
  ]),
  { opType: 'ReduceLogSum', title: 'positive', inputs: [floats([2, 3], [0.5, 2]), ints(1)] },
  {
    opType: 'ReduceProd',
    title: 'with a zero',
    inputs: [{ shape: [2, 3], values: [0, 1.5, -2, 1, 2, 3] }, ints(1)],
    attributes: { keepdims: 0 },
  },
  {
    opType: 'Concat',
    title: 'three parts, negative axis',
    inputs: [floats([2, 1]), floats([2, 3]), floats([2, 2])],
    attributes: { axis: -1 },
  },
  one('CumSum', 'plain', [2, 5], [scalar(1, 'int64')]),
  one('CumSum', 'exclusive, reversed', [2, 5], [scalar(-1, 'int64')], { exclusive: 1, reverse: 1 }),
  one('DepthToSpace', 'DCR', [1, 8, 2, 3], [], { blocksize: 2 }),
  one('DepthToSpace', 'CRD', [1, 8, 2, 3], [], { blocksize: 2, mode: 'CRD' }),
  one('SpaceToDepth', 'block 2', [1, 2, 4, 6], [], { blocksize: 2 }),
  one('Expand', 'new and stretched axes', [3, 1], [ints(2, 1, 4)]),
  one('Flatten', 'axis 2', [2, 3, 4], [], { axis: 2 }),
  one('Gather', 'axis 1 with repeats and negatives', [2, 4, 3], [indices([2, 2], 1, -1, 1, 0)], { axis: 1 }),
  one('Gather', 'scalar index', [2, 4, 3], [indices([], -2)], { axis: 1 }),
  one('Gather', 'one index, axis kept', [5, 2], [indices([1], 3)], { axis: 0 }),
  one('GatherElements', 'repeats and negatives', [2, 4], [indices([2, 3], 1, 1, -1, 0, 2, 2)], { axis: 1 }),
  one('GatherND', 'no batch', [3, 2, 2], [indices([3, 2], 0, 1, -1, 0, 0, 1)]),
  one('GatherND', 'one batch axis', [2, 3, 2], [indices([2, 1], 2, 0)], { batch_dims: 1 }),
  {
    opType: 'OneHot',
    title: 'varying values',
    inputs: [indices([3], 0, 2, 1), scalar(4, 'int64'), floats([2])],
    attributes: { axis: 0 },
  },
  one('Pad', 'zeros and a crop', [2, 5], [ints(1, -1, 0, 2)]),
  { opType: 'Pad', title: 'varying value, named axes', inputs: [floats([2, 3]), ints(1, 2), floats([]), ints(-1)] },
  ...['reflect', 'edge', 'wrap'].map((mode) => one('Pad', mode, [2, 4, 5], [ints(0, 2, 1, 0, 1, 3)], { mode })),
  one('Reshape', '-1 and 0', [2, 3, 4], [ints(0, -1)]),
  one('Reshape', 'an empty tensor', [0, 4], [ints(2, 0)], { allowzero: 1 }),
  one('ReverseSequence', 'by lengths', [4, 3], [ints(4, 2, 3)], { batch_axis: 1, time_axis: 0 }),
  ...['none', 'add', 'mul', 'max', 'min'].flatMap((reduction) => [scatterElements(reduction), scatterNd(reduction)]),
  one('Slice', 'a part', [4, 5], [ints(1, 0), ints(3, 4)]),
  one('Slice', 'steps over named axes', [7, 9], [ints(1, 0), ints(100, 8), ints(-1, 0), ints(3, 2)]),
  one('Slice', 'backwards', [2, 6], [ints(-1), ints(-100), ints(1), ints(-1)]),
  one('Slice', 'backwards by twos', [2, 7], [ints(5), ints(0), ints(1), ints(-2)]),
  one('Slice', 'nothing', [2, 6], [ints(3), ints(3), ints(1)]),
  {
    opType: 'Split',
    title: 'first of three uneven parts',
    inputs: [floats([2, 6]), ints(1, 2, 3)],
    attributes: { axis: 1 },
    outputCount: 3,
  },
  one('Squeeze', 'named axis', [2, 1, 3, 1], [ints(-1)]),
  one('Unsqueeze', 'two axes', [2, 3], [ints(0, -1)]),
  one('Tile', 'two axes', [2, 3], [ints(2, 3)]),
  {
    opType: 'TopK',
    title: 'largest two',
    inputs: [distinct([2, 5]), ints(2)],
    attributes: { axis: 1 },
    outputCount: 2,
  },
  one('Transpose', 'given order', [2, 3, 4], [], { perm: [1, 2, 0] }),
  one('Transpose', 'reversed', [2, 3, 4]),
  one('Trilu', 'upper', [3, 4]),
  one('Trilu', 'lower with an offset', [2, 3, 4], [scalar(1, 'int64')], { upper: 0 }),
]
