import { expect, test } from 'vitest'
import { checkForm } from '../../lib/field-issues.ts'
import { submissionFormSchema } from './submission-form-schema.ts'

const filled = {
  name: 'UNet',
  architecture: 'UNet',
  family: 'convolutional',
  datasets: ['phantom-ct'],
  training: 'standard',
  description: '',
  paperUrl: '',
  codeUrl: '',
  licence: '',
  visibility: 'public',
}

test('takes a form with the optional fields empty', () => {
  expect(checkForm(submissionFormSchema, filled)).toEqual({ value: filled })
})

test.each([
  ['name', '   ', 'Enter a name for the model.'],
  ['datasets', [], 'Choose at least one dataset.'],
  ['family', null, 'Choose the family that fits best.'],
  ['paperUrl', 'javascript:alert(1)', 'Enter a whole address that starts with http:// or https://.'],
  ['codeUrl', 'example.org', 'Enter a whole address that starts with http:// or https://.'],
])('says what is wrong with %s = %j', (field, value, message) => {
  expect(checkForm(submissionFormSchema, { ...filled, [field]: value })).toEqual({ issues: { [field]: message } })
})
