import type { DataType, Shape } from '../tensor/index.ts'

/**
 * The model as data: what the decoder reads, every rewrite transforms and the encoder writes. All of it is immutable.
 * An absent optional input or output of a node is the empty name ''.
 */

/** A tensor written into the file. `bytes` are little-endian in C order as in raw_data (4-bit types packed). */
export interface ConstantTensor {
  readonly dataType: DataType
  readonly shape: Shape
  /** A view into the file where the file holds raw_data, else a copy; empty for strings. */
  readonly bytes: Uint8Array
  /** Where `bytes` begin in the uploaded file, if they are a view into it. */
  readonly fileOffset?: number
  /** The elements of a string tensor. */
  readonly strings?: readonly string[]
}

/** int64 attributes are saturated to ±(2^53 - 1), which every ONNX attribute bears. */
export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: ConstantTensor }
  | { readonly kind: 'graph'; readonly value: Graph }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'graphs'; readonly value: readonly Graph[] }
  /** Inside a function body: the attribute of that name at the call site. Gone once functions are inlined. */
  | { readonly kind: 'reference'; readonly value: string; readonly of?: AttributeKind }

/** Kinds of attribute that hold a value. */
export type AttributeKind = 'int' | 'float' | 'string' | 'tensor' | 'graph' | 'ints' | 'floats' | 'strings' | 'graphs'

export interface Node {
  readonly opType: string
  /** '' is the default ONNX domain; 'ai.onnx' is read as ''. */
  readonly domain: string
  /** Overload id of the model-local function that is called (IR 10); absent for most nodes. */
  readonly overload?: string
  readonly name: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

/** A declared value: number = fixed extent, string = symbolic, null = unknown; undefined shape = unknown rank. */
export interface ValueInfo {
  readonly name: string
  readonly kind: 'tensor' | 'sequence' | 'optional' | 'map' | 'unknown'
  readonly dataType?: DataType | undefined
  readonly shape?: readonly (number | string | null)[] | undefined
}

export interface Graph {
  readonly name: string
  /** Declared inputs; one that is also an initializer is optional (IR < 4 lists all initializers here). */
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
  readonly nodes: readonly Node[]
  readonly initializers: ReadonlyMap<string, ConstantTensor>
  readonly valueInfo: ReadonlyMap<string, ValueInfo>
}

export interface ModelFunction {
  readonly domain: string
  readonly name: string
  /** Overload id of IR 10; '' for most. */
  readonly overload: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributeNames: readonly string[]
  readonly attributeDefaults: Readonly<Record<string, Attribute>>
  readonly opsets: ReadonlyMap<string, number>
  readonly nodes: readonly Node[]
}

export interface Model {
  readonly irVersion: number
  readonly producer: string
  /** Version by domain; '' is the default domain. */
  readonly opsets: ReadonlyMap<string, number>
  readonly functions: readonly ModelFunction[]
  readonly graph: Graph
}

/** Static type of a value. */
export interface TensorType {
  readonly dataType: DataType
  readonly shape: Shape
}

/**
 * A model made static: functions inlined, Constant nodes turned into initializers, operators in the form of `opset`
 * (canonical, 21 or newer), shape arithmetic folded, names unique over all scopes (subgraph bodies included), nodes in
 * topological order, and `types` holding the static type of every value of every scope. Weights are float32.
 */
export interface StaticGraph extends Graph {
  readonly opset: number
  readonly types: ReadonlyMap<string, TensorType>
}
