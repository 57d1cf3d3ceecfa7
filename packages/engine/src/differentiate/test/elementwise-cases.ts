import { distinct, floats, type RuleCase, scalar, values } from './rule-case.ts'

const unary = (
  opType: string,
  title: string,
  range: readonly [number, number] = [-2, 2],
  attributes: RuleCase['attributes'] = {},
): RuleCase => ({
  opType,
  title,
  inputs: [floats([2, 3, 4], range)],
  attributes,
})

const f = (value: number) => ({ kind: 'float', value }) as const

/** Points at least a step away from a kink at 0 (and at ±bound). */
const offKink: RuleCase['inputs'] = [values([2, 4], [-2.6, -1.3, -0.4, -0.07, 0.06, 0.45, 1.4, 2.7])]
const kinked = (opType: string, attributes: RuleCase['attributes'] = {}, title = 'away from its kinks'): RuleCase => ({
  opType,
  title,
  inputs: offKink,
  attributes,
})

const broadcast = (opType: string, range: readonly [number, number] = [0.5, 2]): RuleCase[] => [
  { opType, title: 'equal shapes', inputs: [floats([2, 3], range), floats([2, 3], range)] },
  { opType, title: 'a vector over the last axis', inputs: [floats([2, 3, 4], range), floats([4], range)] },
  { opType, title: 'ones in both operands', inputs: [floats([2, 1, 4], range), floats([3, 1], range)] },
  { opType, title: 'a scalar first', inputs: [floats([], range), floats([2, 3], range)] },
  { opType, title: 'a scalar second', inputs: [floats([2, 3], range), floats([], range)] },
  { opType, title: 'an empty tensor', inputs: [floats([0, 3], range), floats([3], range)] },
]

/** Element-wise operators. */
export const elementwiseCases: readonly RuleCase[] = [
  kinked('Abs'),
  unary('Acos', 'inside (-1, 1)', [-0.8, 0.8]),
  unary('Acosh', 'above 1', [1.5, 3]),
  unary('Asin', 'inside (-1, 1)', [-0.8, 0.8]),
  unary('Asinh', 'both signs'),
  unary('Atan', 'both signs'),
  unary('Atanh', 'inside (-1, 1)', [-0.7, 0.7]),
  unary('Cast', 'float to float', [-2, 2], { to: 1 }),
  kinked('Celu', { alpha: f(1.5) }),
  {
    opType: 'Clip',
    title: 'both bounds',
    inputs: [values([6], [-2, -0.9, -0.3, 0.3, 0.9, 2]), scalar(-1), scalar(0.5)],
  },
  {
    opType: 'Clip',
    title: 'lower bound alone, varying',
    inputs: [values([4], [-2, -0.3, 0.3, 2]), floats([], [-1, -0.5])],
  },
  {
    opType: 'Clip',
    title: 'upper bound alone, varying',
    inputs: [values([4], [-2, -0.3, 0.3, 2]), undefined, floats([], [0.5, 1])],
  },
  unary('Cos', 'both signs'),
  unary('Cosh', 'both signs'),
  { opType: 'Dropout', title: 'at inference', inputs: [floats([2, 3])] },
  kinked('Elu', { alpha: f(0.7) }),
  unary('Erf', 'both signs'),
  unary('Exp', 'both signs'),
  unary('Gelu', 'exact'),
  unary('Gelu', 'tanh approximation', [-2, 2], { approximate: 'tanh' }),
  kinked('HardSigmoid', { alpha: f(0.3), beta: f(0.4) }),
  unary('HardSwish', 'inside (-3, 3)'),
  { opType: 'HardSwish', title: 'outside (-3, 3)', inputs: [values([4], [-5, -3.2, 3.2, 5])] },
  unary('Identity', 'any'),
  kinked('LeakyRelu', { alpha: f(0.1) }),
  unary('Log', 'positive', [0.5, 3]),
  unary('Mish', 'both signs'),
  {
    opType: 'Mod',
    title: 'fmod',
    inputs: [values([4], [5.3, -5.3, 7.1, 1.2]), values([4], [2, 3, -1.5, 2])],
    attributes: { fmod: 1 },
  },
  unary('Neg', 'both signs'),
  {
    opType: 'PRelu',
    title: 'a slope for each channel',
    inputs: [values([1, 2, 4], [-2.6, -1.3, -0.4, -0.07, 0.06, 0.45, 1.4, 2.7]), floats([2, 1])],
  },
  {
    opType: 'PRelu',
    title: 'one slope',
    inputs: [values([1, 2, 4], [-2.6, 1.3, -0.4, 0.07, -0.06, 0.45, -1.4, 2.7]), floats([1])],
  },
  { opType: 'Pow', title: 'square', inputs: [floats([2, 3]), scalar(2)] },
  { opType: 'Pow', title: 'cube of negatives', inputs: [floats([2, 3], [-2, -0.5]), scalar(3)] },
  { opType: 'Pow', title: 'root', inputs: [floats([2, 3], [0.5, 2]), scalar(0.5)] },
  { opType: 'Pow', title: 'varying exponent, broadcast', inputs: [floats([2, 3], [0.5, 2]), floats([3], [-1, 2])] },
  { opType: 'Pow', title: 'integer exponent', inputs: [floats([2, 3]), { ...scalar(3), dataType: 'int64' }] },
  unary('Reciprocal', 'positive', [0.5, 2]),
  kinked('Relu'),
  kinked('Selu'),
  kinked('Shrink', { lambd: f(0.5), bias: f(0.2) }),
  unary('Sigmoid', 'both signs'),
  unary('Sin', 'both signs'),
  unary('Sinh', 'both signs'),
  unary('Softplus', 'both signs'),
  kinked('Softsign'),
  unary('Sqrt', 'positive', [0.5, 3]),
  { ...unary('Swish', 'alpha = 1.7', [-2, 2], { alpha: f(1.7) }), opset: 24 },
  unary('Tan', 'inside (-pi/2, pi/2)', [-1, 1]),
  unary('Tanh', 'both signs'),
  kinked('ThresholdedRelu', { alpha: f(0.5) }),
  ...['Add', 'Sub', 'Mul', 'Div'].flatMap((opType) => broadcast(opType)),
  { opType: 'Mul', title: 'the same operand shape with negative values', inputs: [floats([3, 3]), floats([3, 3])] },
  ...['Max', 'Min'].map(
    (opType): RuleCase => ({
      opType,
      title: 'three broadcast operands',
      inputs: [distinct([2, 3], 0.31), distinct([3], 0.37), distinct([2, 1], 0.43)],
    }),
  ),
  ...['Sum', 'Mean'].map(
    (opType): RuleCase => ({
      opType,
      title: 'three broadcast operands',
      inputs: [floats([2, 3]), floats([3]), floats([2, 1])],
    }),
  ),
  {
    opType: 'Where',
    title: 'broadcast branches',
    inputs: [
      { shape: [2, 3], dataType: 'bool', values: [1, 0, 1, 0, 0, 1], isConstant: true },
      floats([3]),
      floats([2, 1]),
    ],
  },
]
