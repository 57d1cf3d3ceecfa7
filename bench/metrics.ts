import { diceByClass, surfaceMetricsByClass } from '../packages/engine/src/metrics/index.ts'

/**
 * Times every metric of one case of 512 × 512 × 200 voxels and 14 classes on one core.
 * Run: npx tsx bench/metrics.ts
 */
const shape = [512, 512, 200] as const
const spacingMm = [0.75, 0.75, 2] as const
const classCount = 14

/** Thirteen ellipsoid organs of 6 to 90 mm; `displacement` moves and swells them, in voxels. */
function organs(displacement: number): Uint8Array {
  const labels = new Uint8Array(shape[0] * shape[1] * shape[2])
  for (let k = 1; k < classCount; k++) {
    const radius = [115, 60, 45, 45, 50, 24, 20, 18, 30, 12, 12, 16, 9][k - 1] ?? 10
    const centre = [130 + ((k * 97) % 260) + displacement, 130 + ((k * 61) % 250), 50 + ((k * 37) % 100)] as const
    const radii = [radius + displacement, radius, Math.min(radius, 45) * 0.9] as const
    for (let i = Math.max(0, centre[0] - radii[0]); i < Math.min(shape[0], centre[0] + radii[0]); i++) {
      for (let j = Math.max(0, centre[1] - radii[1]); j < Math.min(shape[1], centre[1] + radii[1]); j++) {
        for (let z = Math.max(0, Math.floor(centre[2] - radii[2])); z < Math.min(shape[2], centre[2] + radii[2]); z++) {
          const u = (i - centre[0]) / radii[0]
          const v = (j - centre[1]) / radii[1]
          const w = (z - centre[2]) / radii[2]
          if (u * u + v * v + w * w < 1) labels[(i * shape[1] + j) * shape[2] + z] = k
        }
      }
    }
  }
  return labels
}

/** Every 997th voxel gets some class: what an attacked prediction can look like, with boxes as large as the volume. */
function speckle(labels: Uint8Array): Uint8Array {
  const result = labels.slice()
  for (let v = 0; v < result.length; v += 997) result[v] = (v / 997) % classCount
  return result
}

function time(title: string, prediction: Uint8Array, label: Uint8Array): void {
  const start = clock()
  diceByClass(prediction, label, classCount)
  const afterDice = clock()
  const surfaces = surfaceMetricsByClass({ prediction, label, shape, spacingMm, classCount })
  const end = clock()
  const worst = Math.max(...surfaces.map((metrics) => metrics?.hausdorff95Mm ?? 0))
  console.log(
    `${title}: Dice ${between(start, afterDice)}, HD95 + NSD + ASSD ${between(afterDice, end)}, ` +
      `all ${between(start, end)} (largest HD95 ${worst.toFixed(1)} mm)`,
  )
}

interface Moment {
  readonly wall: number
  readonly cpu: number
}

function clock(): Moment {
  const { user, system } = process.cpuUsage()
  return { wall: performance.now() / 1000, cpu: (user + system) / 1e6 }
}

/** On a busy machine only the processor's time compares. */
function between(from: Moment, to: Moment): string {
  return `${(to.wall - from.wall).toFixed(2)} s (${(to.cpu - from.cpu).toFixed(2)} s of CPU)`
}

console.log(`${shape.join(' × ')} voxels, ${classCount} classes, one core`)
const label = organs(0)
time('displaced organs', organs(6), label)
time('displaced organs with speckle', speckle(organs(6)), label)
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`)
