import { z } from 'zod'

const extents = z
  .string()
  .regex(/^\d+(,\d+){4}$/, 'expected N,C,D,H,W, e.g. 1,1,32,32,32')
  .transform((text) => text.split(',').map(Number))

/** A number, or a fraction such as 8/255. */
export const fractionSchema = z
  .string()
  .regex(/^(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?(\/\d+(\.\d+)?)?$/i, 'expected a number or a fraction such as 8/255')
  .transform((text) => {
    const [numerator = '', denominator = '1'] = text.split('/')
    return Number(numerator) / Number(denominator)
  })
  .refine(Number.isFinite, 'expected a number or a fraction such as 8/255')

/** What every command takes that runs one model on one array. */
export const modelOptionsSchema = z.object({
  input: z.string(),
  labels: z.string(),
  shape: extents.optional(),
  threads: z.coerce.number().int().positive().optional(),
  providers: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(['cpu', 'cuda', 'webgpu'])).min(1))
    .default(['cpu']),
  json: z.boolean().default(false),
})
export type ModelOptions = z.infer<typeof modelOptionsSchema>
