export interface NearestDistancesInput {
  /** Flat indices of the voxels asked about. */
  readonly queries: Int32Array
  /** Flat indices of the voxels measured to; at least one. */
  readonly targets: Int32Array
  readonly shape: readonly [number, number, number]
  readonly spacingMm: readonly [number, number, number]
}

/**
 * Euclidean distance in mm from each query voxel to the nearest target voxel, exact up to float32 rounding of the
 * squares: the separable lower-envelope transform of Felzenszwalb and Huttenlocher (Theory of Computing 8, 2012), with
 * voxel sizes, in time linear in the box. Only what the queries need is computed: their bounding box, and the lines
 * along the first axis that hold one of them.
 */
export function nearestDistancesMm({ queries, targets, shape, spacingMm }: NearestDistancesInput): Float32Array {
  if (targets.length === 0) throw new RangeError('There is no target to measure to.')
  if (queries.length === 0) return new Float32Array(0)
  const from = boundingBox(targets, shape)
  const to = boundingBox(queries, shape)
  const inPlanes = alongLastTwoAxes({ targets, shape, spacingMm, from, to })
  return alongFirstAxis({ queries, shape, spacingMm: spacingMm[0], from, to, inPlanes })
}

interface Box {
  readonly low: readonly [number, number, number]
  readonly size: readonly [number, number, number]
}

function boundingBox(indices: Int32Array, shape: readonly [number, number, number]): Box {
  const [, n1, n2] = shape
  const low: [number, number, number] = [Infinity, Infinity, Infinity]
  const high: [number, number, number] = [-1, -1, -1]
  for (const index of indices) {
    const line = Math.floor(index / n2)
    const k = index - line * n2
    const i = Math.floor(line / n1)
    const j = line - i * n1
    if (i < low[0]) low[0] = i
    if (i > high[0]) high[0] = i
    if (j < low[1]) low[1] = j
    if (j > high[1]) high[1] = j
    if (k < low[2]) low[2] = k
    if (k > high[2]) high[2] = k
  }
  return { low, size: [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1] }
}

interface PlanesInput {
  readonly targets: Int32Array
  readonly shape: readonly [number, number, number]
  readonly spacingMm: readonly [number, number, number]
  readonly from: Box
  readonly to: Box
}

/** Squared distance within each plane of the targets' box to its targets, at the (j, k) of the queries' box. */
function alongLastTwoAxes({ targets, shape, spacingMm, from, to }: PlanesInput): Float32Array {
  const [, n1, n2] = shape
  const [, jSize, kSize] = to.size
  const planeSize = jSize * kSize
  const result = new Float32Array(from.size[0] * planeSize).fill(Infinity)
  const lines = new Float32Array(from.size[1] * kSize)
  const envelope = new Envelope(Math.max(from.size[1], jSize), spacingMm[1])
  let cursor = 0
  for (let plane = 0; plane < from.size[0]; plane++) {
    const planeStart = (from.low[0] + plane) * n1 * n2
    const first = cursor
    while (cursor < targets.length && (targets[cursor] ?? 0) < planeStart + n1 * n2) cursor++
    if (cursor === first) continue
    const usedLines = fillLines({
      targets: targets.subarray(first, cursor),
      planeStart,
      n2,
      from,
      to,
      spacing: spacingMm[2],
      lines,
    })
    for (let k = 0; k < kSize; k++) {
      envelope.clear()
      for (const line of usedLines) envelope.add(line + from.low[1], lines[line * kSize + k] ?? Infinity)
      envelope.read(to.low[1], jSize, result, plane * planeSize + k, kSize)
    }
  }
  return result
}

interface LinesInput {
  readonly targets: Int32Array
  readonly planeStart: number
  readonly n2: number
  readonly from: Box
  readonly to: Box
  readonly spacing: number
  readonly lines: Float32Array
}

/** Squared distance along the last axis, for each line of one plane that holds a target; returns those lines. */
function fillLines({ targets, planeStart, n2, from, to, spacing, lines }: LinesInput): number[] {
  const kSize = to.size[2]
  const used: number[] = []
  let at = 0
  while (at < targets.length) {
    const j = Math.floor(((targets[at] ?? 0) - planeStart) / n2)
    const lineStart = planeStart + j * n2
    const line = j - from.low[1]
    used.push(line)
    let previous = -Infinity
    let next = (targets[at] ?? 0) - lineStart
    for (let k = 0; k < kSize; k++) {
      const place = k + to.low[2]
      while (place >= next) {
        previous = next
        at++
        const following = (targets[at] ?? Infinity) - lineStart
        next = at < targets.length && following < n2 ? following : Infinity
      }
      const steps = Math.min(place - previous, next - place) * spacing
      lines[line * kSize + k] = steps * steps
    }
    while (at < targets.length && (targets[at] ?? 0) < lineStart + n2) at++
  }
  return used
}

interface FirstAxisInput {
  readonly queries: Int32Array
  readonly shape: readonly [number, number, number]
  readonly spacingMm: number
  readonly from: Box
  readonly to: Box
  readonly inPlanes: Float32Array
}

function alongFirstAxis({ queries, shape, spacingMm, from, to, inPlanes }: FirstAxisInput): Float32Array {
  const [, n1, n2] = shape
  const [iSize, jSize, kSize] = to.size
  const planeSize = jSize * kSize
  const envelope = new Envelope(Math.max(from.size[0], iSize), spacingMm)
  const byColumn = columnsOf(queries, { n1, n2, to })
  const distances = new Float32Array(queries.length)
  const column = new Float32Array(iSize)
  for (let c = 0; c < planeSize; c++) {
    const start = byColumn.starts[c] ?? 0
    const end = byColumn.starts[c + 1] ?? 0
    if (start === end) continue
    envelope.clear()
    for (let plane = 0; plane < from.size[0]; plane++) {
      const square = inPlanes[plane * planeSize + c] ?? Infinity
      if (square < Infinity) envelope.add(plane + from.low[0], square)
    }
    envelope.read(to.low[0], iSize, column, 0, 1)
    for (let n = start; n < end; n++) {
      const query = byColumn.order[n] ?? 0
      const i = Math.floor((queries[query] ?? 0) / (n1 * n2)) - to.low[0]
      distances[query] = Math.sqrt(column[i] ?? 0)
    }
  }
  return distances
}

/** The queries grouped by their (j, k) line: `order.subarray(starts[c], starts[c + 1])` are those of line c. */
function columnsOf(
  queries: Int32Array,
  grid: { n1: number; n2: number; to: Box },
): { starts: Uint32Array; order: Uint32Array } {
  const { n1, n2, to } = grid
  const columns = new Uint32Array(queries.length)
  const starts = new Uint32Array(to.size[1] * to.size[2] + 1)
  queries.forEach((query, n) => {
    const inPlane = query % (n1 * n2)
    const j = Math.floor(inPlane / n2)
    const column = (j - to.low[1]) * to.size[2] + (inPlane - j * n2 - to.low[2])
    columns[n] = column
    starts[column + 1] = (starts[column + 1] ?? 0) + 1
  })
  for (let c = 1; c < starts.length; c++) starts[c] = (starts[c] ?? 0) + (starts[c - 1] ?? 0)
  const next = starts.slice()
  const order = new Uint32Array(queries.length)
  columns.forEach((column, n) => {
    const place = next[column] ?? 0
    order[place] = n
    next[column] = place + 1
  })
  return { starts, order }
}

/** Lower envelope of the parabolas (s (x - p))² + f over whole x. Sources are added with p ascending. */
class Envelope {
  readonly #spacingSquared: number
  readonly #places: Float64Array
  readonly #heights: Float64Array
  /** From where on each parabola is the lowest. */
  readonly #begins: Float64Array
  #count = 0

  constructor(capacity: number, spacing: number) {
    this.#spacingSquared = spacing * spacing
    this.#places = new Float64Array(capacity)
    this.#heights = new Float64Array(capacity)
    this.#begins = new Float64Array(capacity)
  }

  clear(): void {
    this.#count = 0
  }

  add(place: number, height: number): void {
    let begin = -Infinity
    while (this.#count > 0) {
      const last = this.#count - 1
      const other = this.#places[last] ?? 0
      const rise = (height - (this.#heights[last] ?? 0)) / this.#spacingSquared
      begin = (rise / (place - other) + place + other) / 2
      if (begin > (this.#begins[last] ?? 0)) break
      this.#count = last
      begin = -Infinity
    }
    this.#places[this.#count] = place
    this.#heights[this.#count] = height
    this.#begins[this.#count] = begin
    this.#count++
  }

  /** Values at x = low … low + count - 1, written `stride` apart; leaves `out` as it is where nothing was added. */
  read(low: number, count: number, out: Float32Array, offset: number, stride: number): void {
    if (this.#count === 0) return
    let current = 0
    for (let n = 0; n < count; n++) {
      const x = low + n
      while (current + 1 < this.#count && (this.#begins[current + 1] ?? 0) < x) current++
      const steps = x - (this.#places[current] ?? 0)
      out[offset + n * stride] = steps * steps * this.#spacingSquared + (this.#heights[current] ?? 0)
    }
  }
}
