import { z } from 'zod'

const triple = z.tuple([z.number(), z.number(), z.number()])

const intensitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('window'), low: z.number(), high: z.number() }),
  z.object({ kind: z.literal('percentiles'), low: z.number(), high: z.number() }),
  z.object({ kind: z.literal('min-max') }),
])

const preprocessingSchema = z.object({
  alignChannels: z.boolean().optional(),
  orientation: z.string(),
  spacingMm: triple.nullable(),
  intensity: z.union([intensitySchema, z.array(intensitySchema)]),
  cropForeground: z.boolean(),
  padToShape: triple.nullable(),
  padSide: z.enum(['both', 'end']).optional(),
  exactShape: triple.nullable(),
})

/**
 * The dataset's preprocessing as sentences in the order in which its steps are applied. Throws where the gateway sends
 * a step that this site does not know.
 */
export function preprocessingInWords(preprocessing: unknown): readonly string[] {
  const steps = preprocessingSchema.parse(preprocessing)
  const { intensity } = steps
  const padded = steps.padSide === 'end' ? 'padded with 0 at their end' : 'padded with 0'
  return [
    ...(steps.alignChannels ? ['Further channels are resampled onto the voxels of the first.'] : []),
    `Axes are turned to ${steps.orientation} (${steps.orientation.split('').map(directionName).join(', ')}).`,
    steps.spacingMm === null
      ? 'The voxel size stays as in the file.'
      : `Volumes are resampled to ${steps.spacingMm.join(' × ')} mm.`,
    ...(Array.isArray(intensity)
      ? intensity.map((one, channel) => `Channel ${channel + 1}: ${intensityInWords(one)}`)
      : [intensityInWords(intensity)]),
    ...(steps.cropForeground ? ['Empty margins are cropped away.'] : []),
    ...(steps.padToShape === null ? [] : [`Smaller volumes are ${padded} to ${steps.padToShape.join(' × ')} voxels.`]),
    ...(steps.exactShape === null
      ? []
      : [`Volumes are padded or cropped at the centre to ${steps.exactShape.join(' × ')} voxels.`]),
  ]
}

function intensityInWords(intensity: z.infer<typeof intensitySchema>): string {
  switch (intensity.kind) {
    case 'window':
      return `Intensities from ${signed(intensity.low)} to ${signed(intensity.high)} become 0 to 1; what lies beyond is clipped.`
    case 'percentiles':
      return `Intensities from the ${intensity.low}th to the ${intensity.high}th percentile of the volume become 0 to 1; what lies beyond is clipped.`
    case 'min-max':
      return 'Intensities from the smallest to the largest of the volume become 0 to 1.'
  }
}

/** With the true minus sign, as it stands in text. */
function signed(value: number): string {
  return value < 0 ? `−${-value}` : String(value)
}

function directionName(letter: string): string {
  return directions[letter] ?? letter
}

const directions: Readonly<Record<string, string>> = {
  R: 'right',
  L: 'left',
  A: 'front',
  P: 'back',
  S: 'up',
  I: 'down',
}
