/** Maps [from, to] linearly onto [start, end]; `from` ≠ `to`. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): (value: number) => number {
  const factor = (range[1] - range[0]) / (domain[1] - domain[0])
  return (value) => range[0] + (value - domain[0]) * factor
}

/** A mark of an axis as text, with as many decimals as the marks' distance needs: 0.8 among 0.78, 0.8 is "0.80". */
export function formatTick(tick: number, ticks: readonly number[]): string {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0)
  return tick.toFixed(Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))
}

/**
 * Round axis marks: multiples of 1, 2 or 5 times a power of ten that cover [low, high] within [0, 1], at most `count`
 * steps. The first and last mark are the axis's ends.
 */
export function axisTicks(low: number, high: number, count: number): readonly number[] {
  const span = Math.max(high - low, 0.02)
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step =
    [1, 2, 5, 10].map((multiple) => multiple * power).find((candidate) => candidate >= rough - 1e-12) ?? power
  const first = Math.max(0, Math.floor(low / step + 1e-9))
  const last = Math.min(Math.round(1 / step), Math.max(first + 1, Math.ceil(high / step - 1e-9)))
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(10)))
}
