import type { Attribute, ConstantTensor, Graph, Node, ValueInfo } from '../graph.ts'
import { graphFields, nodeFields } from '../wire/fields.ts'
import { charge, readFields, refuse, takeMessage, type WireReader } from '../wire/reader.ts'
import { takeName } from '../wire/values.ts'
import { decodeAttribute } from './decode-attribute.ts'
import { decodeTensor } from './decode-tensor.ts'
import { decodeValueInfo } from './decode-value-info.ts'

const nodeBytes = 300
const nameEntryBytes = 16
const graphBytes = 600

/** What is counted over all graphs and functions of one file. */
export interface DecodeContext {
  readonly decodeSubgraph: (reader: WireReader) => Graph
  readonly countNode: (reader: WireReader) => void
  readonly countTensor: (reader: WireReader) => void
}

/** Counters for one file. */
export function openContext(): DecodeContext {
  let depth = 0
  let nodes = 0
  let tensors = 0
  const context: DecodeContext = {
    decodeSubgraph: (reader) => {
      const { subgraphDepth } = reader.limits
      if (++depth > subgraphDepth) {
        refuse(
          reader,
          'malformed-model',
          `Graphs are nested more than ${subgraphDepth} deep. Export the model with fewer control-flow levels.`,
        )
      }
      const graph = decodeGraph(reader, context)
      depth--
      return graph
    },
    countNode: (reader) => {
      if (++nodes > reader.limits.nodes) {
        refuse(reader, 'malformed-model', `The model has more than ${reader.limits.nodes} nodes. Simplify the model.`)
      }
    },
    countTensor: (reader) => {
      if (++tensors > reader.limits.tensors) {
        refuse(
          reader,
          'malformed-model',
          `The model has more than ${reader.limits.tensors} tensors. Simplify the model.`,
        )
      }
    },
  }
  return context
}

/** The graph at hand. Refuses sparse initializers and two initializers of one name. */
export function decodeGraph(reader: WireReader, context: DecodeContext): Graph {
  charge(reader, graphBytes)
  let name = ''
  const nodes: Node[] = []
  const inputs: ValueInfo[] = []
  const outputs: ValueInfo[] = []
  const initializers = new Map<string, ConstantTensor>()
  const valueInfo = new Map<string, ValueInfo>()
  readFields(reader, graphFields, (field) => {
    switch (field) {
      case 'name':
        name = takeName(reader)
        return
      case 'node':
        nodes.push(takeMessage(reader, 'node', nodes.length, (at) => decodeNode(at, context)))
        return
      case 'initializer': {
        context.countTensor(reader)
        const { name: key, tensor } = takeMessage(reader, 'initializer', initializers.size, decodeTensor)
        if (key === '') refuse(reader, 'malformed-model', 'An initializer has no name. Export the model again.')
        if (initializers.has(key)) refuse(reader, 'malformed-model', `Initializer "${key}" is given twice.`)
        initializers.set(key, tensor)
        return
      }
      case 'input':
        inputs.push(takeMessage(reader, 'input', inputs.length, decodeValueInfo))
        return
      case 'output':
        outputs.push(takeMessage(reader, 'output', outputs.length, decodeValueInfo))
        return
      case 'valueInfo': {
        const value = takeMessage(reader, 'value_info', valueInfo.size, decodeValueInfo)
        valueInfo.set(value.name, value)
        return
      }
      case 'sparseInitializer':
        refuse(
          reader,
          'malformed-model',
          'The graph has a sparse initializer; only dense tensors are accepted. Store the weights densely.',
        )
    }
  })
  refuseDuplicates(reader, 'input', inputs)
  refuseDuplicates(reader, 'output', outputs)
  return { name, inputs, outputs, nodes, initializers, valueInfo }
}

function refuseDuplicates(reader: WireReader, role: string, values: readonly ValueInfo[]): void {
  const seen = new Set<string>()
  for (const { name } of values) {
    if (seen.has(name)) refuse(reader, 'malformed-model', `The graph has two ${role}s named "${name}".`)
    seen.add(name)
  }
}

/** The node at hand. Domain 'ai.onnx' is read as ''. Refuses two attributes of one name. */
export function decodeNode(reader: WireReader, context: DecodeContext): Node {
  context.countNode(reader)
  charge(reader, nodeBytes)
  let opType = ''
  let domain = ''
  let name = ''
  let overload = ''
  const inputs: string[] = []
  const outputs: string[] = []
  const attributes: Record<string, Attribute> = {}
  let attributeCount = 0
  readFields(reader, nodeFields, (field) => {
    switch (field) {
      case 'input':
      case 'output':
        charge(reader, nameEntryBytes)
        ;(field === 'input' ? inputs : outputs).push(takeName(reader))
        return
      case 'name':
        name = takeName(reader)
        return
      case 'opType':
        opType = takeName(reader)
        return
      case 'domain':
        domain = canonicalDomain(takeName(reader))
        return
      case 'overload':
        overload = takeName(reader)
        return
      case 'attribute': {
        const named = takeMessage(reader, 'attribute', attributeCount++, (at) => decodeAttribute(at, context))
        if (named.name === '' || named.name === '__proto__') {
          refuse(reader, 'malformed-model', `"${named.name}" is no name for an attribute.`)
        }
        if (Object.hasOwn(attributes, named.name)) {
          refuse(reader, 'malformed-model', `Attribute "${named.name}" is given twice on one node.`)
        }
        attributes[named.name] = named.attribute
      }
    }
  })
  if (opType === '') refuse(reader, 'malformed-model', `Node "${name}" has no operator type.`)
  const node: Node = { opType, domain, name, inputs, outputs, attributes }
  return overload === '' ? node : { ...node, overload }
}

/** '' for the default domain under either of its names. */
export function canonicalDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain
}
