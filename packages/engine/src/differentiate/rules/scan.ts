import {
  type Graph,
  graphAttribute,
  intAttribute,
  intsAttribute,
  type Node,
  type TensorType,
} from '../../onnx/index.ts'
import { isFloat, normaliseAxis } from '../../tensor/index.ts'
import { add } from '../../build/index.ts'
import { bodyGraph, capturedNames, cloneBody } from '../clone-body.ts'
import type { GraphBuilder } from '../../build/index.ts'
import { type GradientRule, NoGradientRuleError, type RuleContext } from '../rule.ts'

/** A Scan taken apart: N carried states, M scanned inputs, K stacked outputs. */
interface ScanParts {
  readonly body: Graph
  readonly stateCount: number
  readonly scanInputs: readonly { readonly name: string; readonly axis: number; readonly direction: number }[]
  readonly scanOutputs: readonly { readonly name: string; readonly axis: number; readonly direction: number }[]
  readonly length: number
}

function partsOf(context: RuleContext): ScanParts {
  const { graph: g, node } = context
  const body = graphAttribute(node, 'body')
  const scanCount = intAttribute(node, 'num_scan_inputs', 0)
  if (body === undefined) throw new NoGradientRuleError({ node, opset: g.opset, reason: 'it has no body' })
  const stateCount = node.inputs.length - scanCount
  const described = (names: readonly string[], axes: string, directions: string) =>
    names.map((name, index) => ({
      name,
      axis: normaliseAxis(intsAttribute(node, axes)?.[index] ?? 0, name === '' ? 1 : g.shapeOf(name).length),
      direction: intsAttribute(node, directions)?.[index] ?? 0,
    }))
  const scanInputs = described(node.inputs.slice(stateCount), 'scan_input_axes', 'scan_input_directions')
  const [first] = scanInputs
  const length = first === undefined ? 0 : (g.shapeOf(first.name)[first.axis] ?? 0)
  const scanOutputs = described(node.outputs.slice(stateCount), 'scan_output_axes', 'scan_output_directions')
  return { body, stateCount, scanInputs, scanOutputs, length }
}

/** Lets the forward Scan put out each state as it was before every step, stacked along axis 0. */
function saveStates(context: RuleContext, { body, stateCount, scanOutputs, length }: ScanParts): string[] {
  const { graph: g, node } = context
  const inner = g.nested(body.nodes)
  const states = body.inputs.slice(0, stateCount).map(({ name }) => inner.emit('Identity', [name]))
  const stacked = states.map(
    (state): TensorType => ({
      dataType: g.dataTypeOf(state),
      shape: [length, ...g.shapeOf(state)],
    }),
  )
  const saved = stacked.map((type) => g.declare('states', type))
  // An output that the graph leaves unnamed still has its place before the saved states.
  const names = node.outputs.map((name, index) =>
    name === '' ? g.declare('unused', outputType(g, body, index, stateCount, length)) : name,
  )
  const missing = body.outputs
    .slice(names.length)
    .map((_, index) => g.declare('unused', outputType(g, body, names.length + index, stateCount, length)))
  const outputs = [...names, ...missing, ...saved]
  const outputCount = body.outputs.length - stateCount
  const pad = (values: readonly number[]) => [
    ...values,
    ...new Array<number>(outputCount - values.length + states.length).fill(0),
  ]
  const next: Node = {
    ...node,
    outputs,
    attributes: {
      ...node.attributes,
      scan_output_axes: { kind: 'ints', value: pad(scanOutputs.map(({ axis }) => axis)) },
      scan_output_directions: { kind: 'ints', value: pad(scanOutputs.map(({ direction }) => direction)) },
      body: {
        kind: 'graph',
        value: {
          ...body,
          nodes: inner.nodes,
          outputs: [...body.outputs, ...states.map((name) => ({ name, kind: 'tensor' as const, ...g.typeOf(name) }))],
        },
      },
    },
  }
  g.replace(
    node,
    next,
    outputs.map((name) => g.typeOf(name)),
  )
  return saved
}

function outputType(g: GraphBuilder, body: Graph, index: number, stateCount: number, length: number): TensorType {
  const type = g.typeOf(body.outputs[index]?.name ?? '')
  return index < stateCount ? type : { dataType: type.dataType, shape: [length, ...type.shape] }
}

/**
 * The reverse of a Scan is a Scan from the last step to the first. It reads the saved states and the scanned inputs
 * backwards, computes the body again, and carries the cotangents of the states and, added up over the steps, those of
 * what the body captures; it stacks the cotangents of the scanned inputs. Integers carry none into a body.
 */
export const scan: GradientRule = (context) => {
  const { graph: g } = context
  const parts = partsOf(context)
  const { body, stateCount, scanInputs, scanOutputs } = parts
  const saved = saveStates(context, parts)
  const isCarried = (index: number) => isFloat(g.dataTypeOf(body.inputs[index]?.name ?? ''))
  const states = body.inputs.slice(0, stateCount).flatMap((_, index) => (isCarried(index) ? [index] : []))
  const captured = capturedNames(body).filter((name) => context.isActive(name) && isFloat(g.dataTypeOf(name)))

  const inner = g.nested()
  const slot = (name: string) => inner.declare('slot', g.typeOf(name))
  const carry = states.map((index) => slot(body.outputs[index]?.name ?? ''))
  const totals = captured.map(slot)
  const points = body.inputs.map(({ name }) => slot(name))
  const seeded = scanOutputs.flatMap(({ name }, index) => {
    const dy = context.dy[stateCount + index]
    const bodyOutput = body.outputs[stateCount + index]?.name
    return dy === undefined || name === '' || bodyOutput === undefined
      ? []
      : [{ index, dy, bodyOutput, slot: slot(bodyOutput) }]
  })

  const clone = cloneBody(inner, body, new Map(body.inputs.map(({ name }, index) => [name, points[index] ?? ''])))
  for (const node of clone.nodes) inner.adopt(node)
  // Two outputs of the body may be one value: their cotangents add up.
  const seeds = new Map<string, string>()
  const seed = (name: string, value: string) => {
    const known = seeds.get(clone.renamed(name))
    seeds.set(clone.renamed(name), known === undefined ? value : add(inner, known, value))
  }
  states.forEach((index, at) => seed(body.outputs[index]?.name ?? '', carry[at] ?? ''))
  for (const output of seeded) seed(output.bodyOutput, output.slot)
  const wanted = [...points.filter((name) => isFloat(inner.dataTypeOf(name))), ...captured]
  const cotangents = context.reverse({ graph: inner, nodes: clone.nodes, seeds, wanted })

  const result = (name: string) => inner.emit('Identity', [cotangents.get(name) ?? inner.zerosLike(name)])
  const nextCarry = states.map((index) => result(points[index] ?? ''))
  const nextTotals = captured.map((name, at) => {
    const part = cotangents.get(name)
    return part === undefined ? inner.emit('Identity', [totals[at] ?? '']) : add(inner, totals[at] ?? '', part)
  })
  const wantedScans = scanInputs.flatMap((scanned, index) =>
    context.wants(stateCount + index) && isFloat(g.dataTypeOf(scanned.name)) ? [{ ...scanned, index }] : [],
  )
  const stacked = wantedScans.map(({ index }) => result(points[stateCount + index] ?? ''))

  const bodyInputs = [...carry, ...totals, ...points, ...seeded.map((output) => output.slot)]
  const value = bodyGraph(inner, g.freshName('reverse'), bodyInputs, [...nextCarry, ...nextTotals, ...stacked])
  const initial = [
    ...states.map((index, at) => context.dy[index] ?? g.zerosLike(carry[at] ?? '')),
    ...captured.map((name) => g.zerosLike(name)),
  ]
  const reads = [
    ...saved.map((name) => ({ name, axis: 0, direction: 1 })),
    ...scanInputs.map(({ name, axis, direction }) => ({ name, axis, direction: 1 - direction })),
    ...seeded.map(({ index, dy }) => ({
      name: dy,
      axis: scanOutputs[index]?.axis ?? 0,
      direction: 1 - (scanOutputs[index]?.direction ?? 0),
    })),
  ]
  const outputs = [
    ...[...nextCarry, ...nextTotals].map((name) => g.declare('cotangent', inner.typeOf(name))),
    ...wantedScans.map(({ name }) => g.declare('cotangent', g.typeOf(name))),
  ]
  g.append(
    {
      opType: 'Scan',
      domain: '',
      name: g.freshName('Scan'),
      inputs: [...initial, ...reads.map(({ name }) => name)],
      outputs,
      attributes: {
        body: { kind: 'graph', value },
        num_scan_inputs: { kind: 'int', value: reads.length },
        scan_input_axes: { kind: 'ints', value: reads.map(({ axis }) => axis) },
        scan_input_directions: { kind: 'ints', value: reads.map(({ direction }) => direction) },
        scan_output_axes: { kind: 'ints', value: wantedScans.map(({ axis }) => axis) },
        scan_output_directions: { kind: 'ints', value: wantedScans.map(({ direction }) => 1 - direction) },
      },
    },
    outputs.map((name) => g.typeOf(name)),
  )
  captured.forEach((name, at) => context.capture(name, outputs[states.length + at] ?? ''))
  const dx = new Array<string | undefined>(context.x.length).fill(undefined)
  states.forEach((index, at) => {
    dx[index] = outputs[at]
  })
  wantedScans.forEach(({ index }, at) => {
    dx[stateCount + index] = outputs[states.length + captured.length + at]
  })
  return dx
}
