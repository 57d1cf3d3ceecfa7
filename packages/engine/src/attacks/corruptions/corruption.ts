import { z } from 'zod'
import type { Attack, AttackTask } from '../attack.ts'
import type { RandomSource } from '../random-source.ts'

/** How strongly an acquisition is corrupted: 1 is barely visible, 5 is as bad as a reader would still accept or worse. */
export const severitySchema = z.strictObject({ severity: z.int().min(1).max(5) })
export type SeverityParameters = z.infer<typeof severitySchema>

/** A corruption's strength at severities 1 to 5. */
export type Levels<T = number> = readonly [T, T, T, T, T]

/** Axes of a volume [D, H, W]. */
export type Axis = 0 | 1 | 2

/** A volume as the scanner's imperfections meet it. */
export interface Acquisition {
  /** [C, D, H, W], not written to. */
  readonly values: Float32Array
  readonly channels: number
  /** D, H, W. */
  readonly extents: readonly [number, number, number]
  /** Voxel size along D, H, W. */
  readonly spacingMm: readonly [number, number, number]
  readonly random: RandomSource
}

/**
 * An attack that asks nothing of the victim: the clean volume [1, C, D, H, W] corrupted at the level of its severity,
 * clipped to [0, 1]. What is drawn at random has a fixed length and a random direction or place, so that the severity
 * and not luck decides the harm; it is the same in all channels, noise excepted.
 */
export function corruption<T>(
  levels: Levels<T>,
  corrupt: (acquisition: Acquisition, level: T) => Float32Array,
): Attack<SeverityParameters> {
  return async (task, { severity }) => {
    const corrupted = corrupt(acquisitionOf(task), atSeverity(levels, severity))
    for (let i = 0; i < corrupted.length; i++) {
      const value = corrupted[i] as number
      corrupted[i] = value > 1 ? 1 : value > 0 ? value : 0
    }
    return { adversarial: { shape: task.clean.shape, data: corrupted }, losses: [] }
  }
}

/** Throws where the severity is none of 1 to 5. */
export function atSeverity<T>(levels: Levels<T>, severity: number): T {
  const level = levels[severity - 1]
  if (level === undefined) throw new RangeError(`There is no severity ${severity}; expected 1 to 5.`)
  return level
}

function acquisitionOf({ clean, random, spacingMm }: AttackTask): Acquisition {
  const [batch, channels, depth, height, width] = clean.shape
  if (batch !== 1 || !channels || !depth || !height || !width || clean.shape.length !== 5) {
    throw new RangeError(`The clean volume has shape [${clean.shape.join(', ')}]; expected [1, C, D, H, W].`)
  }
  return {
    values: clean.data,
    channels,
    extents: [depth, height, width],
    spacingMm: spacingMm ?? [1, 1, 1],
    random,
  }
}

/** One of the axes of at least `extent` voxels, each as likely; the longest axis where none has as many. */
export function randomAxis({ extents, random }: Acquisition, extent: number): Axis {
  const axes = ([0, 1, 2] as const).filter((axis) => extents[axis] >= extent)
  const draw = random.uniform()
  return (
    axes[Math.floor(draw * axes.length)] ?? ([0, 1, 2] as const).reduce((a, b) => (extents[b] > extents[a] ? b : a))
  )
}

/** A direction uniform on the sphere, of length 1. */
export function randomDirection(random: RandomSource): readonly [number, number, number] {
  const [a, b, c] = [random.normal(), random.normal(), random.normal()]
  const length = Math.hypot(a, b, c)
  return length > 0 ? [a / length, b / length, c / length] : [1, 0, 0]
}
