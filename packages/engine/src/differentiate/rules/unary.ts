import { add, divide, dropWhere, keepWhere, multiply, negate, scale, shift, subtract } from '../../build/index.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { attribute, cotangent, type GradientRule, input, output, type RuleContext } from '../rule.ts'

/** Element-wise functions of one input: dx = dy · f'(x), written in x, in y = f(x) or in both. */

interface Point {
  readonly g: GraphBuilder
  readonly x: string
  readonly y: string
  readonly dy: string
  readonly context: RuleContext
}

/** A rule from the expression of dx. */
const elementwise =
  (dx: (point: Point) => string): GradientRule =>
  (context) => [dx({ g: context.graph, x: input(context, 0), y: output(context), dy: cotangent(context), context })]

const constant = ({ g, x }: Point, value: number) => g.scalar(value, g.dataTypeOf(x))
const square = (g: GraphBuilder, a: string) => multiply(g, a, a)
/** 1 - a. */
const complement = (g: GraphBuilder, a: string) => subtract(g, g.scalar(1, g.dataTypeOf(a)), a)
const sigmoid = (g: GraphBuilder, a: string) => g.emit('Sigmoid', [a])

/** dx = dy. */
export const identity = elementwise(({ dy }) => dy)

/** y = max(x, 0), so dx = dy where y > 0. At the kink dx = 0, as PyTorch has it. */
export const relu = elementwise((p) => keepWhere(p.g, p.g.emit('Greater', [p.x, constant(p, 0)]), p.dy))

/** dx = dy where x > 0, alpha · dy elsewhere. */
export const leakyRelu = elementwise((p) => {
  const slope = attribute.float(p.context, 'alpha', Math.fround(0.01))
  return p.g.emit('Where', [p.g.emit('Greater', [p.x, constant(p, 0)]), p.dy, scale(p.g, p.dy, slope)])
})

/** y = alpha (exp(x) - 1) below 0: dx = dy (y + alpha) there, dy above. */
export const elu = elementwise((p) => {
  const alpha = attribute.float(p.context, 'alpha', 1)
  const below = multiply(p.g, p.dy, shift(p.g, p.y, alpha))
  return p.g.emit('Where', [p.g.emit('Greater', [p.x, constant(p, 0)]), p.dy, below])
})

/** y = gamma · x above 0, gamma · alpha (exp(x) - 1) below: dx = gamma dy above, dy (y + gamma alpha) below. */
export const selu = elementwise((p) => {
  const alpha = attribute.float(p.context, 'alpha', 1.67326319217681884765625)
  const gamma = attribute.float(p.context, 'gamma', 1.05070102214813232421875)
  const below = multiply(p.g, p.dy, shift(p.g, p.y, alpha * gamma))
  return p.g.emit('Where', [p.g.emit('Greater', [p.x, constant(p, 0)]), scale(p.g, p.dy, gamma), below])
})

/** y = max(0, x) + min(0, alpha (exp(x / alpha) - 1)): dx = dy above 0, dy exp(x / alpha) below. */
export const celu = elementwise((p) => {
  const alpha = attribute.float(p.context, 'alpha', 1)
  const below = multiply(p.g, p.dy, p.g.emit('Exp', [scale(p.g, p.x, 1 / alpha)]))
  return p.g.emit('Where', [p.g.emit('Greater', [p.x, constant(p, 0)]), p.dy, below])
})

/** dx = dy where x > alpha. */
export const thresholdedRelu = elementwise((p) =>
  keepWhere(p.g, p.g.emit('Greater', [p.x, constant(p, attribute.float(p.context, 'alpha', 1))]), p.dy),
)

/** dx = dy where |x| > lambd, where the function is x shifted by the bias. */
export const shrink = elementwise((p) => {
  const bound = attribute.float(p.context, 'lambd', 0.5)
  return keepWhere(p.g, p.g.emit('Greater', [p.g.emit('Abs', [p.x]), constant(p, bound)]), p.dy)
})

/** dx = dy y (1 - y). */
export const sigmoidRule = elementwise(({ g, y, dy }) => multiply(g, dy, multiply(g, y, complement(g, y))))

/** y = clip(alpha x + beta, 0, 1): dx = alpha dy strictly inside. */
export const hardSigmoid = elementwise(({ g, y, dy, context }) => {
  const alpha = attribute.float(context, 'alpha', 0.2)
  const zero = g.scalar(0, g.dataTypeOf(y))
  const one = g.scalar(1, g.dataTypeOf(y))
  const inside = g.emit('And', [g.emit('Greater', [y, zero]), g.emit('Less', [y, one])])
  return keepWhere(g, inside, scale(g, dy, alpha))
})

/** y = x clip(x / 6 + 1/2, 0, 1): dx = dy (x / 3 + 1/2) inside (-3, 3), dy above, 0 below. */
export const hardSwish = elementwise((p) => {
  const { g, x, dy } = p
  const inner = multiply(g, dy, shift(g, scale(g, x, 1 / 3), 0.5))
  const above = g.emit('Where', [g.emit('GreaterOrEqual', [x, constant(p, 3)]), dy, inner])
  return dropWhere(g, g.emit('LessOrEqual', [x, constant(p, -3)]), above)
})

/** dx = dy (1 - y^2). */
export const tanh = elementwise(({ g, y, dy }) => multiply(g, dy, complement(g, square(g, y))))

/** y = log(1 + exp(x)): dx = dy sigmoid(x). */
export const softplus = elementwise(({ g, x, dy }) => multiply(g, dy, sigmoid(g, x)))

/** y = x / (1 + |x|): dx = dy / (1 + |x|)^2. */
export const softsign = elementwise(({ g, x, dy }) => divide(g, dy, square(g, shift(g, g.emit('Abs', [x]), 1))))

/** dx = dy y. */
export const exp = elementwise(({ g, y, dy }) => multiply(g, dy, y))
/** dx = dy / x. */
export const log = elementwise(({ g, x, dy }) => divide(g, dy, x))
/** dx = dy / (2 y); 0 where y is 0, as PyTorch has it of a standard deviation, which exporters write with Sqrt. */
export const sqrt = elementwise((p) => {
  const isZero = p.g.emit('Equal', [p.y, constant(p, 0)])
  return dropWhere(p.g, isZero, divide(p.g, p.dy, scale(p.g, p.y, 2)))
})
/** dx = -dy y^2. */
export const reciprocal = elementwise(({ g, y, dy }) => negate(g, multiply(g, dy, square(g, y))))
/** dx = -dy. */
export const negateRule = elementwise(({ g, dy }) => negate(g, dy))
/** dx = dy sign(x); 0 at the kink. */
export const abs = elementwise(({ g, x, dy }) => multiply(g, dy, g.emit('Sign', [x])))
/** dx = dy 2/sqrt(pi) exp(-x^2). */
export const erf = elementwise(({ g, x, dy }) => multiply(g, dy, scale(g, gaussian(g, x, 1), 2 / Math.sqrt(Math.PI))))

/** exp(-factor x^2). */
function gaussian(g: GraphBuilder, x: string, factor: number): string {
  return g.emit('Exp', [scale(g, square(g, x), -factor)])
}

/**
 * y = x Phi(x): dx = dy (Phi(x) + x phi(x)); with approximate = 'tanh', y = x/2 (1 + tanh u),
 * u = sqrt(2/pi) (x + 0.044715 x^3): dx = dy ((1 + tanh u)/2 + x/2 (1 - tanh^2 u) u').
 */
export const gelu = elementwise(({ g, x, dy, context }) => {
  if (attribute.string(context, 'approximate', 'none') === 'tanh') {
    const k = Math.sqrt(2 / Math.PI)
    const x2 = square(g, x)
    const t = g.emit('Tanh', [multiply(g, scale(g, x, k), shift(g, scale(g, x2, 0.044715), 1))])
    const du = shift(g, scale(g, x2, 3 * 0.044715 * k), k)
    const slope = multiply(g, multiply(g, scale(g, x, 0.5), complement(g, square(g, t))), du)
    return multiply(g, dy, add(g, shift(g, scale(g, t, 0.5), 0.5), slope))
  }
  // With a = x / sqrt 2: x phi(x) = a exp(-a^2) / sqrt(pi), and a HardSigmoid takes erf to Phi in one pass.
  const a = scale(g, x, Math.SQRT1_2)
  const half = { kind: 'float', value: 0.5 } as const
  const cdf = g.emit('HardSigmoid', [g.emit('Erf', [a])], { alpha: half, beta: half })
  const tail = scale(g, divide(g, a, g.emit('Exp', [square(g, a)])), 1 / Math.sqrt(Math.PI))
  return multiply(g, dy, add(g, cdf, tail))
})

/** y = x tanh(s), s = log(1 + exp(x)): dx = dy (tanh s + x (1 - tanh^2 s) sigmoid(x)). */
export const mish = elementwise(({ g, x, dy }) => {
  const t = g.emit('Tanh', [g.emit('Softplus', [x])])
  const tail = multiply(g, multiply(g, x, complement(g, square(g, t))), sigmoid(g, x))
  return multiply(g, dy, add(g, t, tail))
})

/** y = x s, s = sigmoid(alpha x): dx = dy s (1 + alpha x (1 - s)). */
export const swish = elementwise(({ g, x, dy, context }) => {
  const alpha = attribute.float(context, 'alpha', 1)
  const s = sigmoid(g, scale(g, x, alpha))
  return multiply(g, dy, multiply(g, s, shift(g, multiply(g, scale(g, x, alpha), complement(g, s)), 1)))
})

/** dx = dy f'(x) for the trigonometric and hyperbolic functions. */
export const sin = elementwise(({ g, x, dy }) => multiply(g, dy, g.emit('Cos', [x])))
export const cos = elementwise(({ g, x, dy }) => negate(g, multiply(g, dy, g.emit('Sin', [x]))))
export const tan = elementwise(({ g, y, dy }) => multiply(g, dy, shift(g, square(g, y), 1)))
export const sinh = elementwise(({ g, x, dy }) => multiply(g, dy, g.emit('Cosh', [x])))
export const cosh = elementwise(({ g, x, dy }) => multiply(g, dy, g.emit('Sinh', [x])))
export const asin = elementwise(({ g, x, dy }) => divide(g, dy, g.emit('Sqrt', [complement(g, square(g, x))])))
export const acos = elementwise(({ g, x, dy }) =>
  negate(g, divide(g, dy, g.emit('Sqrt', [complement(g, square(g, x))]))),
)
export const atan = elementwise(({ g, x, dy }) => divide(g, dy, shift(g, square(g, x), 1)))
export const asinh = elementwise(({ g, x, dy }) => divide(g, dy, g.emit('Sqrt', [shift(g, square(g, x), 1)])))
export const acosh = elementwise(({ g, x, dy }) => divide(g, dy, g.emit('Sqrt', [shift(g, square(g, x), -1)])))
export const atanh = elementwise(({ g, x, dy }) => divide(g, dy, complement(g, square(g, x))))
