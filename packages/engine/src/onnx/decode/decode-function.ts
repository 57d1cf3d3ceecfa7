import type { Attribute, ModelFunction, Node } from '../graph.ts'
import { functionFields, opsetFields } from '../wire/fields.ts'
import { charge, readFields, refuse, takeMessage, type WireReader } from '../wire/reader.ts'
import { takeInt, takeName } from '../wire/values.ts'
import { decodeAttribute } from './decode-attribute.ts'
import { canonicalDomain, type DecodeContext, decodeNode } from './decode-graph.ts'

const functionBytes = 600
const nameEntryBytes = 16
const opsetBytes = 64

/** The model-local function at hand. */
export function decodeFunction(reader: WireReader, context: DecodeContext): ModelFunction {
  charge(reader, functionBytes)
  let name = ''
  let domain = ''
  let overload = ''
  const lists = { input: [] as string[], output: [] as string[], attribute: [] as string[] }
  const attributeDefaults: Record<string, Attribute> = {}
  let defaultCount = 0
  const opsets = new Map<string, number>()
  const nodes: Node[] = []
  readFields(reader, functionFields, (field) => {
    switch (field) {
      case 'name':
        name = takeName(reader)
        return
      case 'domain':
        domain = canonicalDomain(takeName(reader))
        return
      case 'overload':
        overload = takeName(reader)
        return
      case 'input':
      case 'output':
      case 'attribute':
        charge(reader, nameEntryBytes)
        lists[field].push(takeName(reader))
        return
      case 'node':
        nodes.push(takeMessage(reader, 'node', nodes.length, (at) => decodeNode(at, context)))
        return
      case 'opsetImport':
        takeOpset(reader, opsets)
        return
      case 'attributeDefault': {
        const named = takeMessage(reader, 'attribute_proto', defaultCount++, (at) => decodeAttribute(at, context))
        if (named.name === '' || named.name === '__proto__' || Object.hasOwn(attributeDefaults, named.name)) {
          refuse(reader, 'malformed-model', `Function "${name}" has two attributes or none named "${named.name}".`)
        }
        attributeDefaults[named.name] = named.attribute
      }
    }
  })
  return {
    domain,
    name,
    overload,
    inputs: lists.input,
    outputs: lists.output,
    attributeNames: lists.attribute,
    attributeDefaults,
    opsets,
    nodes,
  }
}

/** Adds the opset import at hand; refuses two versions of one domain. */
export function takeOpset(reader: WireReader, opsets: Map<string, number>): void {
  charge(reader, opsetBytes)
  const { domain, version } = takeMessage(reader, 'opset_import', opsets.size, decodeOpset)
  const earlier = opsets.get(domain)
  if (earlier !== undefined && earlier !== version) {
    refuse(
      reader,
      'malformed-model',
      `The model imports opsets ${earlier} and ${version} of domain "${domain}", expected one.`,
    )
  }
  opsets.set(domain, version)
}

function decodeOpset(reader: WireReader): { readonly domain: string; readonly version: number } {
  let domain = ''
  let version = 0
  readFields(reader, opsetFields, (field) => {
    if (field === 'domain') domain = canonicalDomain(takeName(reader))
    else version = takeInt(reader)
  })
  return { domain, version }
}
