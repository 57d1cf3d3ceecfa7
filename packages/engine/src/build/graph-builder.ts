import {
  type Attribute,
  attributesOf,
  type ConstantTensor,
  constantTensor,
  type Graph,
  inferNode,
  type Node,
  type StaticGraph,
  type TensorType,
} from '../onnx/index.ts'
import { type DataType, type Shape, sizeOf } from '../tensor/index.ts'

export type AttributeValues = Readonly<Record<string, number | string | readonly number[] | Attribute>>

/** What the builders of one model share: names, types and constants are unique over all of its scopes. */
interface Scope {
  readonly types: Map<string, TensorType>
  readonly constants: Map<string, ConstantTensor>
  readonly literals: Map<string, string>
  readonly prefix: string
  counter: number
}

/** A prefix that no name of the graph, bodies included, begins with. */
function freshPrefix(graph: StaticGraph): string {
  const names = [...graph.types.keys()]
  let prefix = 'vjp'
  while (names.some((name) => name.startsWith(`${prefix}/`))) prefix += '_'
  return prefix
}

/**
 * Appends nodes to a static graph and knows the type of every value as soon as it stands. Rules write through it.
 * A child builder, made by `nested`, writes the body of a Scan, Loop or If; it sees the outer values.
 */
export class GraphBuilder {
  private readonly scope: Scope
  private readonly list: Node[]
  readonly opset: number

  private constructor(scope: Scope, nodes: Node[], opset: number) {
    this.scope = scope
    this.list = nodes
    this.opset = opset
  }

  /** A builder that continues `graph`: its nodes, types and initializers stand already. */
  static over(graph: StaticGraph): GraphBuilder {
    const constants = new Map(graph.initializers)
    collectBodyConstants(graph.nodes, constants)
    const scope = {
      types: new Map(graph.types),
      constants,
      literals: new Map(),
      prefix: freshPrefix(graph),
      counter: 0,
    }
    return new GraphBuilder(scope, [...graph.nodes], graph.opset)
  }

  /** A builder for a body in the same model, beginning with the given nodes. */
  nested(nodes: readonly Node[] = []): GraphBuilder {
    return new GraphBuilder(this.scope, [...nodes], this.opset)
  }

  get nodes(): readonly Node[] {
    return this.list
  }

  /** The static type of a value; throws where the name is unknown. */
  typeOf(name: string): TensorType {
    const type = this.scope.types.get(name)
    if (type === undefined) throw new Error(`No type is known for the value ${name}.`)
    return type
  }

  shapeOf(name: string): Shape {
    return this.typeOf(name).shape
  }

  dataTypeOf(name: string): DataType {
    return this.typeOf(name).dataType
  }

  /** The constant behind a name, or undefined where it is computed. */
  constantOf(name: string): ConstantTensor | undefined {
    return this.scope.constants.get(name)
  }

  /** A name that no value has yet. */
  freshName(hint: string): string {
    return `${this.scope.prefix}/${hint}_${this.scope.counter++}`
  }

  /** Declares a value that this builder does not compute: an input of the graph or of a body. */
  declare(hint: string, type: TensorType, name = this.freshName(hint)): string {
    this.scope.types.set(name, type)
    return name
  }

  /** Appends one node and returns the names of its outputs. */
  emitAll(opType: string, inputs: readonly string[], attributes: AttributeValues, outputCount: number): string[] {
    const outputs = Array.from({ length: outputCount }, () => this.freshName(opType))
    this.append({ opType, domain: '', name: outputs[0] ?? '', inputs, outputs, attributes: attributesOf(attributes) })
    return outputs
  }

  /** Appends one node with one output and returns its name. */
  emit(opType: string, inputs: readonly string[], attributes: AttributeValues = {}): string {
    return this.emitAll(opType, inputs, attributes, 1)[0] ?? ''
  }

  /** Appends a node as it is, with the types of its outputs where they are known, else inferred. */
  append(node: Node, types?: readonly TensorType[]): void {
    const inferred =
      types ??
      inferNode(
        node,
        node.inputs.map((name) => (name === '' ? undefined : this.typeOf(name))),
        node.inputs.map((name) => this.constantOf(name)),
        { opset: this.opset },
      )
    node.outputs.forEach((name, index) => {
      const type = inferred[index]
      if (name !== '' && type !== undefined) this.scope.types.set(name, type)
    })
    this.list.push(node)
  }

  /** Puts other nodes in the place of all that stand, for rewrites of the whole graph. */
  restart(nodes: readonly Node[]): void {
    this.list.splice(0, this.list.length, ...nodes)
  }

  /** Appends a node whose outputs have been declared already. */
  adopt(node: Node): void {
    this.list.push(node)
  }

  /** Gives a standing node further outputs (a MaxPool its indices, a Scan its states); returns the new node. */
  replace(node: Node, next: Node, types: readonly TensorType[]): void {
    const index = this.list.indexOf(node)
    if (index < 0) throw new Error(`Node ${node.name} (${node.opType}) does not stand in this graph.`)
    next.outputs.forEach((name, k) => {
      const type = types[k]
      if (name !== '' && type !== undefined) this.scope.types.set(name, type)
    })
    this.list[index] = next
  }

  /** A constant; the same content gets the same name. */
  constant(dataType: DataType, shape: Shape, values: ArrayLike<number>): string {
    const key = `${dataType}[${shape.join(',')}]${values.length <= 64 ? Array.from(values).join(',') : ''}`
    const known = values.length <= 64 ? this.scope.literals.get(key) : undefined
    if (known !== undefined) return known
    const name = this.freshName('constant')
    this.scope.constants.set(name, constantTensor(dataType, shape, values))
    this.scope.types.set(name, { dataType, shape })
    this.scope.literals.set(key, name)
    return name
  }

  /** A constant with the content of a tensor that stands elsewhere. */
  constantFrom(tensor: ConstantTensor): string {
    const name = this.freshName('constant')
    this.scope.constants.set(name, tensor)
    this.scope.types.set(name, { dataType: tensor.dataType, shape: tensor.shape })
    return name
  }

  /** The nodes of this scope that the given values depend on. */
  liveNodes(wanted: readonly string[]): Node[] {
    return liveNodes(this.list, wanted)
  }

  scalar(value: number, dataType: DataType = 'float32'): string {
    return this.constant(dataType, [], [value])
  }

  /** A 1-D int64 constant: axes, shapes, starts, repeats. */
  ints(values: readonly number[]): string {
    return this.constant('int64', [values.length], values)
  }

  /** A float tensor of one value, kept as a scalar expanded at run time where it is large. */
  filled(shape: Shape, value: number, dataType: DataType = 'float32'): string {
    if (sizeOf(shape) <= 64) return this.constant(dataType, shape, new Array<number>(sizeOf(shape)).fill(value))
    return this.emit('ConstantOfShape', [this.ints(shape)], {
      value: { kind: 'tensor', value: constantTensor(dataType, [1], [value]) },
    })
  }

  zerosLike(name: string): string {
    const { shape, dataType } = this.typeOf(name)
    return this.filled(shape, 0, dataType)
  }

  /** The finished graph with the given inputs and outputs; nodes and constants that no output needs are left out. */
  finish(name: string, inputs: readonly string[], outputs: readonly string[]): StaticGraph {
    const nodes = liveNodes(this.list, outputs)
    const used = new Set(outputs)
    for (const node of nodes) for (const input of usedNames(node)) used.add(input)
    const bodies = bodyConstants(nodes)
    const initializers = new Map(
      [...this.scope.constants].filter(([constant]) => used.has(constant) && !bodies.has(constant)),
    )
    const describe = (value: string) => ({ name: value, kind: 'tensor' as const, ...this.typeOf(value) })
    return {
      name,
      inputs: inputs.map(describe),
      outputs: outputs.map(describe),
      nodes,
      initializers,
      valueInfo: new Map(),
      opset: this.opset,
      types: this.scope.types,
    }
  }
}

function subgraphsOf(node: Node): Graph[] {
  return Object.values(node.attributes).flatMap((attribute) =>
    attribute.kind === 'graph' ? [attribute.value] : attribute.kind === 'graphs' ? attribute.value : [],
  )
}

/** Every name that a node reads: its inputs and what its bodies capture or compute. */
export function usedNames(node: Node): string[] {
  const names = node.inputs.filter((name) => name !== '')
  for (const body of subgraphsOf(node)) {
    for (const inner of body.nodes) names.push(...usedNames(inner))
    for (const output of body.outputs) names.push(output.name)
  }
  return names
}

function collectBodyConstants(nodes: readonly Node[], into: Map<string, ConstantTensor>): void {
  for (const node of nodes) {
    for (const body of subgraphsOf(node)) {
      for (const [name, tensor] of body.initializers) into.set(name, tensor)
      collectBodyConstants(body.nodes, into)
    }
  }
}

function bodyConstants(nodes: readonly Node[]): Set<string> {
  const constants = new Map<string, ConstantTensor>()
  collectBodyConstants(nodes, constants)
  return new Set(constants.keys())
}

/** The nodes that the wanted values depend on, in their order. */
export function liveNodes(nodes: readonly Node[], wanted: readonly string[]): Node[] {
  const needed = new Set(wanted)
  const live: Node[] = []
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((name) => needed.has(name))) continue
    live.push(node)
    for (const name of usedNames(node)) needed.add(name)
  }
  return live.reverse()
}
