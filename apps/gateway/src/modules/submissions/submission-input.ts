import { architectureFamilies, trainingMethods, visibilities } from '@voxproof/schema'
import { z } from 'zod'

// Control characters have no place in one line of text, and Postgres refuses NUL.
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'Must not be empty.')
    .max(max, `Must not be longer than ${max} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text), 'Must be one line without control characters.')

const link = z
  .url({ protocol: /^https?$/, error: 'Must be an http or https address.' })
  .max(500, 'Must not be longer than 500 characters.')

/** An empty text field of a form is a field left out. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional())

/** What createSubmission accepts. */
export const submissionInputSchema = z.object({
  name: line(120),
  family: z.enum(architectureFamilies),
  architecture: line(80),
  datasets: z
    .array(line(64))
    .min(1, 'Choose at least one dataset.')
    .max(50, 'Choose at most 50 datasets.')
    .transform((slugs) => [...new Set(slugs)]),
  training: optional(z.enum(trainingMethods)),
  description: optional(
    z
      .string()
      .trim()
      .max(4000, 'Must not be longer than 4000 characters.')
      .refine((text) => !text.includes('\u0000'), 'Must not hold NUL characters.'),
  ),
  paperUrl: optional(link),
  codeUrl: optional(link),
  licence: optional(line(120)),
  visibility: optional(z.enum(visibilities)),
  idempotencyKey: optional(line(120)),
})
export type SubmissionInput = z.infer<typeof submissionInputSchema>
