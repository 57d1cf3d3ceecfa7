/** Bounds of the decoder. A file past one of them is refused with a message that names the bound. */
export interface DecodeLimits {
  /** Bytes of the file; protobuf itself ends at 2 GiB. */
  readonly fileBytes: number
  /** Graphs within graphs: an If in a Loop of the main graph is depth 2. */
  readonly subgraphDepth: number
  /** Protobuf fields in the whole file, which bounds the time. */
  readonly fields: number
  /** Nodes in all graphs and functions together. */
  readonly nodes: number
  /** Tensors (initializers and tensor attributes) in all graphs and functions together. */
  readonly tensors: number
  /** Bytes of one name. */
  readonly nameBytes: number
  /** Bytes of one string attribute or string element. */
  readonly textBytes: number
  /** Entries of one list attribute. */
  readonly listLength: number
  /** Bytes of one tensor's elements that are written as varints (int32_data, int64_data, uint64_data). */
  readonly varintBytes: number
  /** Axes of one tensor. */
  readonly rank: number
  /** Estimated bytes of memory of what is decoded besides the file itself; weights in raw_data cost nothing. */
  readonly memoryBytes: number
}

const mebibyte = 2 ** 20

/** The bounds for a file of this size: decoding takes at most twice the file's size, or 64 MiB for small files. */
export function defaultDecodeLimits(fileBytes: number): DecodeLimits {
  return {
    fileBytes: 2048 * mebibyte,
    subgraphDepth: 8,
    fields: 4_000_000,
    nodes: 200_000,
    tensors: 200_000,
    nameBytes: 4096,
    textBytes: 65_536,
    listLength: 1_000_000,
    varintBytes: 128 * mebibyte,
    rank: 32,
    memoryBytes: Math.max(64 * mebibyte, 2 * fileBytes),
  }
}
