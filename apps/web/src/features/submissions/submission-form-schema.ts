import { architectureFamilies, trainingMethods, visibilities } from '@voxproof/schema/vocabulary'
import { z } from 'zod'

const link = z.union([
  z.literal(''),
  z
    .url({ protocol: /^https?$/, error: 'Enter a whole address that starts with http:// or https://.' })
    .max(500, 'Use at most 500 characters.'),
])

/** What the form asks for before a file can be sent. The gateway checks the same and more. */
export const submissionFormSchema = z.object({
  name: z.string().trim().min(1, 'Enter a name for the model.').max(120, 'Use at most 120 characters.'),
  architecture: z
    .string()
    .trim()
    .min(1, 'Enter the architecture, such as SegResNet.')
    .max(80, 'Use at most 80 characters.'),
  family: z.enum(architectureFamilies, { error: 'Choose the family that fits best.' }),
  datasets: z.array(z.string()).min(1, 'Choose at least one dataset.'),
  training: z.enum(trainingMethods, { error: 'Choose how the weights were trained.' }),
  description: z.string().trim().max(4000, 'Use at most 4000 characters.'),
  paperUrl: link,
  codeUrl: link,
  licence: z.string().trim().max(120, 'Use at most 120 characters.'),
  visibility: z.enum(visibilities, { error: 'Choose who may see the submission.' }),
})
export type SubmissionForm = z.infer<typeof submissionFormSchema>

/** The fields of a form element as the schema reads them. */
export function readSubmissionForm(form: FormData): Record<keyof SubmissionForm, unknown> {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  return {
    name: text('name'),
    architecture: text('architecture'),
    family: form.get('family'),
    datasets: form.getAll('datasets').map(String),
    training: form.get('training'),
    description: text('description'),
    paperUrl: text('paperUrl').trim(),
    codeUrl: text('codeUrl').trim(),
    licence: text('licence'),
    visibility: form.get('visibility'),
  }
}
