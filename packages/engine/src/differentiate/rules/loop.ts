import { type GradientRule, NoGradientRuleError } from '../rule.ts'

/** Loops of a bounded number of steps have become Scans before the walk; another one cannot be taken back. */
export const loop: GradientRule = ({ node, graph }) => {
  const reason = 'the number of its steps depends on the data; export it with a constant trip count'
  throw new NoGradientRuleError({ node, opset: graph.opset, reason, isQueryable: false })
}
