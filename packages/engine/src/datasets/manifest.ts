import { z } from 'zod'
import { isOrientationCode } from './orientation.ts'

const lowBelowHigh = [
  (range: { low: number; high: number }) => range.low < range.high,
  'low must lie below high',
] as const

const extentSchema = z.number().int().positive().max(1024)
const shapeSchema = z.tuple([extentSchema, extentSchema, extentSchema])

const intensitySchema = z.discriminatedUnion('kind', [
  /** [low, high] → [0, 1], clipped. CT in HU. */
  z.object({ kind: z.literal('window'), low: z.number(), high: z.number() }).refine(...lowBelowHigh),
  /** The two percentiles (0..100) of each channel → [0, 1], clipped. */
  z
    .object({ kind: z.literal('percentiles'), low: z.number().min(0), high: z.number().max(100) })
    .refine(...lowBelowHigh),
  /** Minimum and maximum of each channel → [0, 1]. */
  z.object({ kind: z.literal('min-max') }),
])
export type IntensityScaling = z.infer<typeof intensitySchema>

/** How a volume is brought from its file into the model's input; applied in the order of the fields. */
export const preprocessingSchema = z.object({
  /**
   * Brings every image after the first onto the first one's grid (trilinear, through millimetres; 0 where it does not
   * reach), as PET on CT; absent: all must lie on one grid.
   */
  alignChannels: z.boolean().optional(),
  orientation: z.string().refine(isOrientationCode, 'expected one letter of each of R/L, A/P and S/I, such as RAS'),
  /** Voxel size in mm along the three array axes after reorientation; null keeps the file's. */
  spacingMm: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]).nullable(),
  /** One scaling for all channels, or one for each. */
  intensity: z.union([intensitySchema, z.array(intensitySchema).min(1).max(16)]),
  /** Crop to the bounding box of voxels above 0 after scaling, in any channel. */
  cropForeground: z.boolean(),
  /** Pad with 0 up to at least this shape; null pads nothing. */
  padToShape: z
    .tuple([z.number().int().positive(), z.number().int().positive(), z.number().int().positive()])
    .nullable(),
  /** Where `padToShape` adds voxels: evenly on both sides (absent), or all behind the last. */
  padSide: z.enum(['both', 'end']).optional(),
  /** Pad or centre-crop to exactly this shape; null does neither. */
  exactShape: z
    .tuple([z.number().int().positive(), z.number().int().positive(), z.number().int().positive()])
    .nullable(),
})
export type Preprocessing = z.infer<typeof preprocessingSchema>

/** The `dataset.json` beside `images/` and `labels/` of a dataset folder. */
export const datasetManifestSchema = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/),
    name: z.string().min(1).max(120),
    modality: z.enum(['CT', 'MR', 'PET-CT', 'other']),
    description: z.string().max(4000),
    licence: z.string().max(400),
    source: z.string().max(400),
    /** Names by class index; index 0 is the background. */
    classNames: z.array(z.string().min(1).max(80)).min(2).max(256),
    channelNames: z.array(z.string().min(1).max(80)).min(1).max(16),
    /** Window of the sliding-window predictor, [D, H, W] voxels. */
    roiShape: shapeSchema,
    preprocessing: preprocessingSchema,
    cases: z
      .array(
        z.object({
          key: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/),
          /** One NIfTI per channel, relative to the folder; a single 4-D file may hold all channels. */
          images: z.array(z.string()).min(1).max(16),
          label: z.string(),
          split: z.enum(['train', 'test']),
        }),
      )
      .min(1),
    /** Channel of the label files that holds the class values, from 0, where some of them have several; absent: all have one. */
    labelChannel: z.number().int().nonnegative().max(15).optional(),
    /** File label value → class index, where the two differ. 0 stays the background; other values not listed are an error. */
    labelMap: z.record(z.string(), z.number().int().nonnegative()).optional(),
  })
  .superRefine((manifest, context) => {
    const keys = manifest.cases.map(({ key }) => key)
    const twice = keys.find((key, n) => keys.indexOf(key) !== n)
    if (twice) context.addIssue({ code: 'custom', path: ['cases'], message: `the key ${twice} is used twice` })
    const { intensity } = manifest.preprocessing
    if (Array.isArray(intensity) && intensity.length !== manifest.channelNames.length) {
      const message = `${intensity.length} scalings for ${manifest.channelNames.length} channels; give one, or one for each`
      context.addIssue({ code: 'custom', path: ['preprocessing', 'intensity'], message })
    }
    for (const [value, classIndex] of Object.entries(manifest.labelMap ?? {})) {
      if (classIndex < manifest.classNames.length) continue
      const message = `class ${classIndex} is not one of the ${manifest.classNames.length} classes`
      context.addIssue({ code: 'custom', path: ['labelMap', value], message })
    }
  })
export type DatasetManifest = z.infer<typeof datasetManifestSchema>
