import { type Graph, graphAttribute } from '../../onnx/index.ts'
import { isFloat } from '../../tensor/index.ts'
import { add } from '../../build/index.ts'
import { bodyGraph, capturedNames, cloneBody } from '../clone-body.ts'
import { type GradientRule, NoGradientRuleError, type RuleContext } from '../rule.ts'

/** A branch that computes the cotangents of the captured values by the reverse of the forward branch. */
function reverseBranch(context: RuleContext, branch: Graph, captured: readonly string[]): Graph {
  const { graph: g } = context
  const inner = g.nested()
  const clone = cloneBody(inner, branch, new Map())
  for (const node of clone.nodes) inner.adopt(node)
  const seeds = new Map<string, string>()
  branch.outputs.forEach(({ name }, index) => {
    const dy = context.dy[index]
    const target = clone.renamed(name)
    const known = seeds.get(target)
    if (dy !== undefined) seeds.set(target, known === undefined ? dy : add(inner, known, dy))
  })
  const cotangents = context.reverse({ graph: inner, nodes: clone.nodes, seeds, wanted: captured })
  const outputs = captured.map((name) => inner.emit('Identity', [cotangents.get(name) ?? inner.zerosLike(name)]))
  return bodyGraph(inner, g.freshName('branch'), [], outputs)
}

/** The same branch is taken back: an If of the reversed branches, over what either of them captures. */
export const conditional: GradientRule = (context) => {
  const { graph: g, node } = context
  const [yes, no] = [graphAttribute(node, 'then_branch'), graphAttribute(node, 'else_branch')]
  if (yes === undefined || no === undefined)
    throw new NoGradientRuleError({ node, opset: g.opset, reason: 'a branch is missing' })
  const read = new Set([...capturedNames(yes), ...capturedNames(no)])
  const captured = [...read].filter((name) => context.isActive(name) && isFloat(g.dataTypeOf(name)))
  const outputs = captured.map((name) => g.declare('cotangent', g.typeOf(name)))
  const branches = {
    then_branch: { kind: 'graph' as const, value: reverseBranch(context, yes, captured) },
    else_branch: { kind: 'graph' as const, value: reverseBranch(context, no, captured) },
  }
  const reversed = {
    opType: 'If',
    domain: '',
    name: g.freshName('If'),
    inputs: context.x,
    outputs,
    attributes: branches,
  }
  g.append(
    reversed,
    outputs.map((name) => g.typeOf(name)),
  )
  captured.forEach((name, index) => context.capture(name, outputs[index] ?? ''))
  return []
}
