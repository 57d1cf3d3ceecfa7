import { kernels } from './instance.ts'

/** A linear map along an axis: output i sums weight * input[source] over the terms first[i] … first[i + 1] - 1. */
export interface AxisSums {
  readonly inputExtent: number
  readonly outputExtent: number
  readonly first: Int32Array
  readonly source: Int32Array
  readonly weight: Float32Array
}

const mostTerms = 2 ** 16
const mostInPlane = 2 ** 20 - 2 ** 17
const { buffer } = kernels.memory

/** Tables of two axes, then three planes. */
const tableBytes = 12 * mostTerms
const [rowTableAt, columnTableAt] = [1024, 1024 + tableBytes] as const
const [planeAt, mixedAt, spareAt] = [0, 1, 2].map((n) => 1024 + 2 * tableBytes + 4 * n * mostInPlane) as [
  number,
  number,
  number,
]

/**
 * The three last axes of [..., D, H, W] mapped in turn, in float32: D plane by plane, then H and W of each plane. Throws a
 * RangeError for planes of more than 900 thousand values.
 */
export function mapVolume(
  values: Float32Array,
  [depth, height, width]: readonly [AxisSums, AxisSums, AxisSums],
): Float32Array {
  const inPlane = height.inputExtent * width.inputExtent
  const outPlane = height.outputExtent * width.outputExtent
  const largest = Math.max(inPlane, outPlane, height.outputExtent * width.inputExtent)
  if (largest > mostInPlane)
    throw new RangeError(`A plane of ${largest} values is too large; at most ${mostInPlane} go.`)
  const rowTable = loadTable(rowTableAt, height)
  const columnTable = loadTable(columnTableAt, width)
  const plane = new Float32Array(buffer, planeAt, inPlane)
  const mixed = new Float32Array(buffer, mixedAt, inPlane)
  const mapped = new Float32Array(buffer, mixedAt, outPlane)
  const volumes = values.length / (depth.inputExtent * inPlane)
  const result = new Float32Array(volumes * depth.outputExtent * outPlane)
  for (let volume = 0; volume < volumes; volume++) {
    for (let i = 0; i < depth.outputExtent; i++) {
      const [start, end] = [depth.first[i] as number, depth.first[i + 1] as number]
      if (start === end) continue
      for (let term = start; term < end; term++) {
        const from = (volume * depth.inputExtent + (depth.source[term] as number)) * inPlane
        const isFirst = term === start ? 1 : 0
        plane.set(values.subarray(from, from + inPlane))
        kernels.addScaled(mixedAt, planeAt, depth.weight[term] as number, mixed.length, isFirst)
      }
      kernels.mapRowsOfPlane(mixedAt, spareAt, ...rowTable, height.outputExtent, width.inputExtent)
      kernels.mapWithinRows(
        spareAt,
        mixedAt,
        ...columnTable,
        height.outputExtent,
        width.inputExtent,
        width.outputExtent,
      )
      result.set(mapped, (volume * depth.outputExtent + i) * outPlane)
    }
  }
  return result
}

function loadTable(at: number, { first, source, weight }: AxisSums): [number, number, number] {
  if (first.length > mostTerms || source.length > mostTerms) {
    throw new RangeError(`An axis of ${source.length} terms is too long; at most ${mostTerms} go.`)
  }
  new Int32Array(buffer, at, first.length).set(first)
  new Int32Array(buffer, at + 4 * mostTerms, source.length).set(source)
  new Float32Array(buffer, at + 8 * mostTerms, weight.length).set(weight)
  return [at, at + 4 * mostTerms, at + 8 * mostTerms]
}
