import type { Attribute, Graph, Node } from './graph.ts'

/** Readers of a node's attributes. Each returns the default where the attribute is absent and throws on another kind. */

function valueOf<K extends Attribute['kind']>(node: Node, name: string, kind: K) {
  const attribute = node.attributes[name]
  if (attribute === undefined) return undefined
  if (attribute.kind !== kind) {
    throw new TypeError(`Attribute ${name} of ${node.opType} (${node.name}) is ${attribute.kind}, not ${kind}.`)
  }
  return attribute.value as Extract<Attribute, { kind: K }>['value']
}

export function intAttribute(node: Node, name: string, fallback: number): number {
  return valueOf(node, name, 'int') ?? fallback
}

export function floatAttribute(node: Node, name: string, fallback: number): number {
  return valueOf(node, name, 'float') ?? fallback
}

export function stringAttribute(node: Node, name: string, fallback: string): string {
  return valueOf(node, name, 'string') ?? fallback
}

export function intsAttribute(node: Node, name: string): readonly number[] | undefined {
  return valueOf(node, name, 'ints')
}

export function floatsAttribute(node: Node, name: string): readonly number[] | undefined {
  return valueOf(node, name, 'floats')
}

export function graphAttribute(node: Node, name: string): Graph | undefined {
  return valueOf(node, name, 'graph')
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
