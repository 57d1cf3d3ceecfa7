import type { Graph, ModelFunction } from '../graph.ts'
import { functionFields, modelFields, opsetFields } from '../wire/fields.ts'
import { putInt, putMessage, putOptionalText, putText, type WireWriter, writeMessage } from '../wire/writer.ts'
import { type Externalise, putAttribute, putGraph, putNode } from './encode-graph.ts'

/** What makes a file: a decoded model, or a graph that was built. */
export interface EncodableModel {
  readonly graph: Graph
  readonly opsets: ReadonlyMap<string, number>
  /** At least 4 where initializers are not listed as inputs. */
  readonly irVersion: number
  readonly functions?: readonly ModelFunction[]
  readonly producer?: string
}

export interface EncodeOptions {
  /** Makes a pointer model: weights that came from the uploaded file are named by their place in it. */
  readonly externalise?: Externalise
}

/**
 * The model as the bytes of an ONNX file, written into one buffer of the right size; numeric tensors are raw_data.
 * Throws where a tensor's bytes do not fit its shape, or an input or output is no tensor.
 */
export function encodeModel(model: EncodableModel, options: EncodeOptions = {}): Uint8Array {
  return writeMessage((writer) => putModel(writer, model, options))
}

function putModel(writer: WireWriter, model: EncodableModel, options: EncodeOptions): void {
  putInt(writer, modelFields.irVersion, model.irVersion)
  putOptionalText(writer, modelFields.producerName, model.producer ?? '')
  putMessage(writer, modelFields.graph, () => putGraph(writer, model.graph, options.externalise))
  for (const [domain, version] of model.opsets) {
    putMessage(writer, modelFields.opsetImport, () => putOpset(writer, domain, version))
  }
  for (const definition of model.functions ?? []) {
    putMessage(writer, modelFields.functions, () => putFunction(writer, definition))
  }
}

function putOpset(writer: WireWriter, domain: string, version: number): void {
  putText(writer, opsetFields.domain, domain)
  putInt(writer, opsetFields.version, version)
}

function putFunction(writer: WireWriter, definition: ModelFunction): void {
  putText(writer, functionFields.name, definition.name)
  for (const input of definition.inputs) putText(writer, functionFields.input, input)
  for (const output of definition.outputs) putText(writer, functionFields.output, output)
  for (const name of definition.attributeNames) putText(writer, functionFields.attribute, name)
  for (const [name, attribute] of Object.entries(definition.attributeDefaults)) {
    putMessage(writer, functionFields.attributeDefault, () => putAttribute(writer, name, attribute))
  }
  for (const node of definition.nodes) putMessage(writer, functionFields.node, () => putNode(writer, node))
  for (const [domain, version] of definition.opsets) {
    putMessage(writer, functionFields.opsetImport, () => putOpset(writer, domain, version))
  }
  putText(writer, functionFields.domain, definition.domain)
  putOptionalText(writer, functionFields.overload, definition.overload)
}
