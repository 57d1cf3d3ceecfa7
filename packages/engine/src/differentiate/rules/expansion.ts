import type { Node } from '../../onnx/index.ts'
import { add } from '../../build/index.ts'
import type { GradientRule, RuleContext } from '../rule.ts'

/** Writes values that count as constants of the differentiation: positions, masks, rounded coordinates. */
export type Detached = <T>(write: () => T) => T

/** Writes an operator anew in plainer ones and returns its outputs; undefined where no cotangent needs one. */
export type Expansion = (context: RuleContext, detached: Detached) => readonly (string | undefined)[]

/**
 * The rule of an operator that is a composition of others: its backward pass computes the composition again and
 * differentiates that. The forward node stays as it is, so the model's own kernel still gives the output.
 */
export function throughExpansion(expand: Expansion): GradientRule {
  return (context) => {
    const { graph: g } = context
    const start = g.nodes.length
    const constants = new Set<Node>()
    const detached: Detached = (write) => {
      const first = g.nodes.length
      const result = write()
      for (const node of g.nodes.slice(first)) constants.add(node)
      return result
    }
    const outputs = expand(context, detached)
    const nodes = g.nodes.slice(start).filter((node) => !constants.has(node))
    const seeds = new Map<string, string>()
    outputs.forEach((name, index) => {
      const dy = context.dy[index]
      if (name === undefined || dy === undefined) return
      const known = seeds.get(name)
      seeds.set(name, known === undefined ? dy : add(g, known, dy))
    })
    const wanted = new Set(context.x.filter((name, index) => name !== '' && context.wants(index)))
    const cotangents = context.reverse({ graph: g, nodes, seeds, wanted: [...wanted] })
    // A value that stands at two inputs gets its whole cotangent once.
    return context.x.map((name) => (wanted.delete(name) ? cotangents.get(name) : undefined))
  }
}
