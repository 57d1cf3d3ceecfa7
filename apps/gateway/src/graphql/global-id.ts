/** The types that `node(id:)` resolves. */
export const nodeTypes = ['Dataset', 'Evaluation', 'Submission', 'Suite', 'User'] as const
export type NodeType = (typeof nodeTypes)[number]

/** The Relay id: base64url of `Type:key`. Opaque to clients, stable for the life of the thing. */
export function toGlobalId(type: NodeType, key: string): string {
  return Buffer.from(`${type}:${key}`, 'utf8').toString('base64url')
}

/** Type and key of a global id, or undefined where the text is none. The key is whatever the client sent. */
export function fromGlobalId(id: string): { type: NodeType; key: string } | undefined {
  const text = Buffer.from(id, 'base64url').toString('utf8')
  const colon = text.indexOf(':')
  const type = nodeTypes.find((name) => name === text.slice(0, colon))
  const key = text.slice(colon + 1)
  return type === undefined || key === '' || key.length > 200 || key.includes('\u0000') ? undefined : { type, key }
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for the textual form of a UUID that Postgres accepts without complaint. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text)
}

/** The key behind a global id of this type, or the raw uuid itself; undefined for anything else. */
export function uuidOf(type: NodeType, id: string): string | undefined {
  if (isUuid(id)) return id
  const parsed = fromGlobalId(id)
  return parsed?.type === type && isUuid(parsed.key) ? parsed.key : undefined
}
