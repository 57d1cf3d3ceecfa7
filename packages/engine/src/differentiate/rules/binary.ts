import { numberValues } from '../../onnx/index.ts'
import { dataTypeCodes } from '../../tensor/index.ts'
import { divide, keepWhere, multiply, negate, scale, shift, subtract, sum, sumTo } from '../../build/index.ts'
import { cotangent, type GradientRule, input, output, type RuleContext, shape } from '../rule.ts'

/** Element-wise functions of several broadcast inputs. Each cotangent is summed back to its input's shape. */

/** A rule from one expression of dx per input, each of the output's shape. */
const broadcasting =
  (...partials: readonly ((context: RuleContext, dy: string) => string)[]): GradientRule =>
  (context) =>
    partials.map((partial, index) =>
      context.wants(index)
        ? sumTo(context.graph, partial(context, cotangent(context)), shape(context, index))
        : undefined,
    )

export const addRule = broadcasting(
  (_, dy) => dy,
  (_, dy) => dy,
)

export const subtractRule = broadcasting(
  (_, dy) => dy,
  (context, dy) => negate(context.graph, dy),
)

/** y = a b: da = dy b, db = dy a. */
export const multiplyRule = broadcasting(
  (context, dy) => multiply(context.graph, dy, input(context, 1)),
  (context, dy) => multiply(context.graph, dy, input(context, 0)),
)

/** y = a / b: da = dy / b, db = -dy y / b. */
export const divideRule = broadcasting(
  (context, dy) => divide(context.graph, dy, input(context, 1)),
  (context, dy) =>
    negate(context.graph, divide(context.graph, multiply(context.graph, dy, output(context)), input(context, 1))),
)

/** y = a^b: da = dy b a^(b-1), with b = 2 written out; db = dy y log(a), 0 where a is 0. */
export const power: GradientRule = (context) => {
  const { graph: g } = context
  const [a, b] = [input(context, 0), input(context, 1)]
  const dy = cotangent(context)
  const type = g.dataTypeOf(a)
  const exponent = g.dataTypeOf(b) === type ? b : g.emit('Cast', [b], { to: dataTypeCodes[type] })
  const base = (): string => {
    if (isSquare(context)) return multiply(g, dy, scale(g, a, 2))
    const slope = multiply(g, exponent, g.emit('Pow', [a, shift(g, exponent, -1)]))
    return multiply(g, dy, slope)
  }
  const logarithm = (): string => {
    const safe = g.emit('Where', [g.emit('Equal', [a, g.scalar(0, type)]), g.scalar(1, type), a])
    return multiply(g, dy, multiply(g, output(context), g.emit('Log', [safe])))
  }
  return [
    context.wants(0) ? sumTo(g, base(), shape(context, 0)) : undefined,
    context.wants(1) ? sumTo(g, logarithm(), shape(context, 1)) : undefined,
  ]
}

function isSquare(context: RuleContext): boolean {
  const constant = context.graph.constantOf(input(context, 1))
  return constant !== undefined && constant.shape.length === 0 && numberValues(constant)[0] === 2
}

/** y = a - b fmod's quotient: da = dy, db = -trunc(a / b) dy (fmod = 1; the float form). */
export const modulo: GradientRule = (context) => {
  const { graph: g } = context
  const dy = cotangent(context)
  const quotient = () => divide(g, subtract(g, input(context, 0), output(context)), input(context, 1))
  return [
    context.wants(0) ? sumTo(g, dy, shape(context, 0)) : undefined,
    context.wants(1) ? sumTo(g, negate(g, multiply(g, dy, quotient())), shape(context, 1)) : undefined,
  ]
}

/** y = x where x >= 0, slope x below: dx = dy or dy slope, dslope = dy x below. */
export const prelu: GradientRule = (context) => {
  const { graph: g } = context
  const [x, slope] = [input(context, 0), input(context, 1)]
  const dy = cotangent(context)
  const isPositive = g.emit('Greater', [x, g.scalar(0, g.dataTypeOf(x))])
  return [
    context.wants(0) ? g.emit('Where', [isPositive, dy, multiply(g, dy, slope)]) : undefined,
    context.wants(1)
      ? sumTo(g, multiply(g, dy, g.emit('Min', [x, g.scalar(0, g.dataTypeOf(x))])), shape(context, 1))
      : undefined,
  ]
}

/** y = condition ? a : b. */
export const where: GradientRule = (context) => {
  const { graph: g } = context
  const [condition, dy] = [input(context, 0), cotangent(context)]
  const zero = g.scalar(0, g.dataTypeOf(dy))
  return [
    undefined,
    context.wants(1) ? sumTo(g, g.emit('Where', [condition, dy, zero]), shape(context, 1)) : undefined,
    context.wants(2) ? sumTo(g, g.emit('Where', [condition, zero, dy]), shape(context, 2)) : undefined,
  ]
}

/** y = min(max(x, low), high): dx = dy where low <= x <= high, the bounds included, as PyTorch has it. */
export const clip: GradientRule = (context) => {
  const { graph: g } = context
  const x = input(context, 0)
  const dy = cotangent(context)
  const [, low = '', high = ''] = context.x
  const tests = [
    ...(low === '' ? [] : [g.emit('GreaterOrEqual', [x, low])]),
    ...(high === '' ? [] : [g.emit('LessOrEqual', [x, high])]),
  ]
  const dx = () => tests.reduce((kept, test) => keepWhere(g, test, kept), dy)
  const isBelow = () => {
    const test = g.emit('Less', [x, low])
    return high === '' ? test : g.emit('And', [test, g.emit('LessOrEqual', [low, high])])
  }
  const isAbove = () => g.emit('Greater', [low === '' ? x : g.emit('Max', [x, low]), high])
  return [
    context.wants(0) ? dx() : undefined,
    context.wants(1) ? sumTo(g, keepWhere(g, isBelow(), dy), g.shapeOf(low)) : undefined,
    context.wants(2) ? sumTo(g, keepWhere(g, isAbove(), dy), g.shapeOf(high)) : undefined,
  ]
}

/** y = sum of the inputs. */
export const variadicSum: GradientRule = (context) =>
  context.x.map((_, index) =>
    context.wants(index) ? sumTo(context.graph, cotangent(context), shape(context, index)) : undefined,
  )

/** y = mean of the inputs. */
export const variadicMean: GradientRule = (context) =>
  context.x.map((_, index) =>
    context.wants(index)
      ? sumTo(context.graph, scale(context.graph, cotangent(context), 1 / context.x.length), shape(context, index))
      : undefined,
  )

/** y = largest or smallest input: dy goes to the inputs that attain it, in equal parts at ties, as PyTorch has it. */
export const extremum: GradientRule = (context) => {
  const { graph: g } = context
  const y = output(context)
  const type = g.dataTypeOf(y)
  const hits = context.x.map((name) => g.emit('Cast', [g.emit('Equal', [name, y])], { to: dataTypeCodes[type] }))
  const share = hits.length === 1 ? cotangent(context) : divide(g, cotangent(context), sum(g, hits))
  return context.x.map((_, index) =>
    context.wants(index) ? sumTo(g, multiply(g, share, hits[index] ?? ''), shape(context, index)) : undefined,
  )
}
