export interface LabelPlace {
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
}

/** Of Inter at 11 px, with room to spare. */
const characterWidths = { capital: 7.8, other: 6.2 }
const lineHeight = 13

/**
 * A place for each point's label beside its dot: right, left, above or below, or a line further up or down, the first
 * that stays inside the frame and touches no dot and no earlier label. Null where none does; earlier points choose first. Sizes in pixels, text
 * width estimated from its letters.
 */
export function placeLabels(
  points: readonly { x: number; y: number; text: string }[],
  frame: { left: number; top: number; right: number; bottom: number },
): readonly (LabelPlace | null)[] {
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }))
  return points.map((point) => {
    const width = textWidth(point.text)
    for (const place of candidates(point)) {
      const box = boxOf(place, width)
      const isInside =
        box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
      if (!isInside || taken.some((other) => overlaps(box, other))) continue
      taken.push(box)
      return place
    }
    return null
  })
}

function textWidth(text: string): number {
  const capitals = text.match(/[A-Z]/g)?.length ?? 0
  return capitals * characterWidths.capital + (text.length - capitals) * characterWidths.other
}

/** Heights at least `gap` apart, as near as a single downward sweep leaves them, in the order given by height. */
export function spreadHeights(heights: readonly number[], gap: number, bottom: number): readonly number[] {
  const order = heights.map((height, index) => ({ height, index })).toSorted((a, b) => a.height - b.height)
  const placed: number[] = []
  let previous = Number.NEGATIVE_INFINITY
  for (const { height } of order) {
    previous = Math.max(height, previous + gap)
    placed.push(previous)
  }
  const overflow = Math.max(0, (placed.at(-1) ?? 0) - bottom)
  let next = Number.POSITIVE_INFINITY
  const result: number[] = new Array(heights.length).fill(0)
  for (let position = placed.length - 1; position >= 0; position -= 1) {
    const wanted = placed[position] ?? 0
    next = overflow > 0 ? Math.min(wanted, bottom, next - gap) : wanted
    const slot = order[position]
    if (slot) result[slot.index] = next
  }
  return result
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function candidates({ x, y }: { x: number; y: number }): readonly LabelPlace[] {
  return [
    { x: x + 9, y: y + 4, anchor: 'start' },
    { x: x - 9, y: y + 4, anchor: 'end' },
    { x, y: y - 10, anchor: 'middle' },
    { x, y: y + 18, anchor: 'middle' },
    { x: x + 7, y: y - 8, anchor: 'start' },
    { x: x + 7, y: y + 15, anchor: 'start' },
    { x: x - 7, y: y - 8, anchor: 'end' },
    { x: x - 7, y: y + 15, anchor: 'end' },
    { x, y: y - 22, anchor: 'middle' },
    { x, y: y + 30, anchor: 'middle' },
  ]
}

function boxOf(place: LabelPlace, width: number): Box {
  const left = place.anchor === 'start' ? place.x : place.anchor === 'end' ? place.x - width : place.x - width / 2
  return { left, right: left + width, top: place.y - lineHeight + 3, bottom: place.y + 3 }
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
}
