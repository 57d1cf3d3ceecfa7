import { normaliseAxis } from '../../tensor/index.ts'
import { divide, multiply, range } from '../../build/index.ts'
import { attribute, cotangent, type GradientRule, input, output } from '../rule.ts'
import { throughExpansion } from './expansion.ts'

/** y_j = product of x_i, i <= j: dx_i = (sum over j >= i of dy_j y_j) / x_i, for x without zeros. */
export const cumProd: GradientRule = (context) => {
  const { graph: g } = context
  const weighted = multiply(g, cotangent(context), output(context))
  const total = g.emit('CumSum', [weighted, input(context, 1)], {
    exclusive: attribute.int(context, 'exclusive', 0),
    reverse: 1 - attribute.int(context, 'reverse', 0),
  })
  return [divide(g, total, input(context, 0))]
}

/** A cache with an update written at each sample's own place along an axis; circular places wrap around. */
export const tensorScatter = throughExpansion((context) => {
  const { graph: g, x } = context
  const [cache, update] = [input(context, 0), input(context, 1)]
  const extents = g.shapeOf(update)
  const axis = normaliseAxis(attribute.int(context, 'axis', -2), extents.length)
  const along = (at: number, values: readonly number[]) =>
    g.constant(
      'int64',
      extents.map((_, other) => (other === at ? values.length : 1)),
      values,
    )
  const steps = along(axis, range(extents[axis] ?? 0))
  const starts = x[2] ?? ''
  const places =
    starts === ''
      ? steps
      : g.emit('Add', [g.emit('Reshape', [starts, g.ints([-1, ...extents.slice(1).map(() => 1)])]), steps])
  const isCircular = attribute.string(context, 'mode', 'linear') === 'circular'
  const wrapped = isCircular ? g.emit('Mod', [places, g.constant('int64', [], [g.shapeOf(cache)[axis] ?? 1])]) : places
  const indices = g.emit('Expand', [wrapped, g.ints(extents)])
  return [g.emit('ScatterElements', [cache, indices, update], { axis })]
})
