import type { Attribute, ConstantTensor, Graph, Node } from './graph.ts'
import { describeNode, SpecialiseError } from './specialise-error.ts'

/** The value of an int attribute, or `fallback` where the node lacks it. */
export function intAttribute(node: Node, name: string, fallback: number): number {
  return read(node, name, 'int')?.value ?? fallback
}

/** The value of a float attribute, or `fallback` where the node lacks it. */
export function floatAttribute(node: Node, name: string, fallback: number): number {
  return read(node, name, 'float')?.value ?? fallback
}

/** The value of a string attribute, or `fallback` where the node lacks it. */
export function stringAttribute(node: Node, name: string, fallback: string): string {
  return read(node, name, 'string')?.value ?? fallback
}

/** The value of an ints attribute, or undefined where the node lacks it. */
export function intsAttribute(node: Node, name: string): readonly number[] | undefined {
  return read(node, name, 'ints')?.value
}

/** The value of a floats attribute, or undefined where the node lacks it. */
export function floatsAttribute(node: Node, name: string): readonly number[] | undefined {
  return read(node, name, 'floats')?.value
}

/** The value of a tensor attribute, or undefined where the node lacks it. */
export function tensorAttribute(node: Node, name: string): ConstantTensor | undefined {
  return read(node, name, 'tensor')?.value
}

/** The value of a graph attribute, or undefined where the node lacks it. */
export function graphAttribute(node: Node, name: string): Graph | undefined {
  return read(node, name, 'graph')?.value
}

/** The same attributes without the named ones. */
export function withoutAttributes(node: Node, ...names: readonly string[]): Record<string, Attribute> {
  return Object.fromEntries(Object.entries(node.attributes).filter(([name]) => !names.includes(name)))
}

function read<K extends Attribute['kind']>(
  node: Node,
  name: string,
  kind: K,
): Extract<Attribute, { kind: K }> | undefined {
  const attribute = node.attributes[name]
  if (attribute === undefined) return undefined
  if (attribute.kind !== kind) {
    const found = `its attribute ${name} is ${attribute.kind}, ${kind} was expected`
    throw new SpecialiseError('malformed-model', `${describeNode(node)}: ${found}.`)
  }
  return attribute as Extract<Attribute, { kind: K }>
}

/** Attributes from plain values: an integer number or array is int(s), a string is a string; floats are tagged. */
export function attributesOf(
  values: Readonly<Record<string, number | string | readonly number[] | Attribute>>,
): Record<string, Attribute> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Attribute] => {
      if (typeof value === 'number') return [name, { kind: 'int', value }]
      if (typeof value === 'string') return [name, { kind: 'string', value }]
      if (Array.isArray(value)) return [name, { kind: 'ints', value }]
      return [name, value as Attribute]
    }),
  )
}

/** A float attribute. */
export function float(value: number): Attribute {
  return { kind: 'float', value }
}
