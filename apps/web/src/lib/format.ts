/** Dice and other scores in [0, 1]: three decimals, as many as the intervals deserve. */
export function formatDice(value: number): string {
  return value.toFixed(3)
}

/** An interval of scores by its ends: "0.590–0.694". */
export function formatInterval({ low, high }: { low: number; high: number }): string {
  return `${formatDice(low)}–${formatDice(high)}`
}

/** 2236.4 with no decimals → "2,236". */
export function formatFixed(value: number, decimals: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

/** Millimetres, one decimal. */
export function formatMillimetres(value: number): string {
  return `${value.toFixed(1)} mm`
}

/** 1234567 → "1.2 M". */
export function formatCount(value: number): string {
  return scaled(value, 1000, ['', ' k', ' M', ' G', ' T'])
}

/** 1572864 → "1.5 MiB". */
export function formatBytes(value: number): string {
  return scaled(value, 1024, [' B', ' KiB', ' MiB', ' GiB', ' TiB'])
}

/** 75 → "1 min 15 s"; under a second "moments". */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'moments'
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return joined([Math.floor(whole / 60), 'min'], [whole % 60, 's'])
  return joined([Math.floor(whole / 3600), 'h'], [Math.floor((whole % 3600) / 60), 'min'])
}

/** An estimate of what is left, no more exact than it is: "under a minute left", "about 2 h 10 min left". */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 50) return 'under a minute left'
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `about ${minutes} min left`
  return `about ${joined([Math.floor(minutes / 60), 'h'], [10 * Math.floor((minutes % 60) / 10), 'min'])} left`
}

/** [48, 48, 40] → "48 × 48 × 40". */
export function formatShape(shape: readonly number[]): string {
  return shape.map((extent) => String(Number(extent.toFixed(2)))).join(' × ')
}

/** An L-inf bound given in 1/255 grey levels: 8 → "8/255". */
export function formatEpsilon(epsilon: number): string {
  return epsilon === 0 ? '0' : `${Number(epsilon.toFixed(2))}/255`
}

/** The bound of an attack as it stands in a table: "8/255", "4/255 L2" for the root mean square, "none". */
export function formatBound({ epsilon, norm }: { epsilon: number | null; norm: 'LINF' | 'L2' }): string {
  if (epsilon === null) return 'none'
  return norm === 'L2' ? `${formatEpsilon(epsilon)} L2` : formatEpsilon(epsilon)
}

/** An instant as "2026-11-22 14:05 UTC", the same on server and in the browser. */
export function formatInstant(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** 1 → "1 scan", 3 → "3 scans". */
export function formatPlural(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`
}

function scaled(value: number, base: number, units: readonly string[]): string {
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(value) / Math.log(base)))
  const number = value / base ** power
  return `${power === 0 ? String(Math.round(number)) : number.toFixed(number < 10 ? 1 : 0)}${units[power] ?? ''}`
}

function joined(large: readonly [number, string], small: readonly [number, string]): string {
  return small[0] === 0 ? `${large[0]} ${large[1]}` : `${large[0]} ${large[1]} ${small[0]} ${small[1]}`
}
