import { violations } from './fixtures/accessibility.ts'
import { intensitySegmenter } from './fixtures/segmenter.ts'
import { describe as describeModel, upload } from './fixtures/submission.ts'
import { expect, test } from './fixtures/test.ts'
import * as unfit from './fixtures/unfit-models.ts'
import { graphql } from './fixtures/visitor.ts'

interface Outcome {
  readonly submission: {
    readonly status: string
    readonly rejection: { readonly code: string; readonly message: string } | null
  }
  readonly viewer: { readonly submissionsLeftToday: number }
}

const outcomeQuery =
  'query Outcome($id: ID!) { submission(id: $id) { status rejection { code message } } viewer { submissionsLeftToday } }'

/** What is uploaded, the code that GraphQL gives, and the sentence that the page opens with. */
const files: readonly { what: string; bytes: () => Uint8Array; code: string; title: string }[] = [
  { what: 'a file that is not ONNX', bytes: unfit.notOnnx, code: 'NOT_ONNX', title: 'This is not an ONNX file' },
  {
    what: 'a truncated file',
    bytes: unfit.truncated,
    code: 'TRUNCATED_FILE',
    title: 'The file ends before its content does',
  },
  { what: 'external data', bytes: unfit.externalData, code: 'EXTERNAL_DATA', title: 'The weights are not in the file' },
  {
    what: 'a custom operator',
    bytes: unfit.customOperator,
    code: 'CUSTOM_OPERATOR',
    title: 'The model uses an operator from outside ONNX',
  },
  { what: 'two inputs', bytes: unfit.twoInputs, code: 'WRONG_INPUTS', title: 'The model must take exactly one image' },
  {
    what: 'a network for slices',
    bytes: unfit.wrongRank,
    code: 'WRONG_RANK',
    title: 'Image and logits must have five dimensions',
  },
  {
    what: 'float64',
    bytes: unfit.doublePrecision,
    code: 'WRONG_DATA_TYPE',
    title: 'Image and logits must be 32- or 16-bit floats',
  },
  {
    what: 'an operator without a gradient',
    bytes: unfit.withoutGradient,
    code: 'NO_GRADIENT_RULE',
    title: 'There is no gradient for one of the operators',
  },
  {
    what: 'too few classes',
    bytes: () => intensitySegmenter(0, 4),
    code: 'CLASS_COUNT_MISMATCH',
    title: 'The classes are not those of the dataset',
  },
  { what: 'NaN', bytes: unfit.notANumber, code: 'NON_FINITE_OUTPUT', title: 'The logits hold NaN or infinity' },
]

for (const { what, bytes, code, title } of files) {
  test(`${what} ends in ${code}, in words on the page, and uses no quota`, async ({ page, account }) => {
    const uuid = await describeModel(page, { name: `Unfit: ${what}, ${account.name}` })
    await upload(page, { name: 'model.onnx', bytes: bytes() })

    const notice = page.getByRole('alert').filter({ hasText: title })
    await expect(notice).toBeVisible({ timeout: 120_000 })
    await expect(notice).toContainText(code)
    expect(await violations(page)).toEqual([])

    const { submission, viewer } = await graphql<Outcome>(page.request, outcomeQuery, { id: uuid })
    expect(submission).toMatchObject({ status: 'REJECTED', rejection: { code } })
    await expect(notice).toContainText(submission.rejection?.message ?? 'no message')
    const { service } = await graphql<{ service: { dailySubmissionLimit: number } }>(
      page.request,
      '{ service { dailySubmissionLimit } }',
    )
    expect(viewer.submissionsLeftToday).toBe(service.dailySubmissionLimit)
  })
}

for (const { name, found } of [
  { name: '../../../../etc/voxproof-traversal.onnx', found: 'a step to a parent folder' },
  { name: '..\\..\\voxproof-traversal.onnx', found: 'a step to a parent folder' },
  { name: '/etc/voxproof-traversal.onnx', found: 'an absolute path' },
]) {
  test(`the file name ${name} ends in UNSAFE_FILE_NAME, and the next file is evaluated`, async ({ page, account }) => {
    const uuid = await describeModel(page, { name: `Unfit: ${found}, ${account.name}` })
    await page
      .getByLabel('Model file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(unfit.notOnnx()) })

    await page.waitForURL(`/submissions/${uuid}`)
    const notice = page.getByRole('alert').filter({ hasText: 'The file name leads out of its folder' })
    await expect(notice).toContainText(`holds ${found}; expected is the plain name of a file`)
    await expect(notice).toContainText('such as “voxproof-traversal.onnx”. Rename the file and submit it again.')
    await expect(notice).toContainText('UNSAFE_FILE_NAME')
    expect(await violations(page)).toEqual([])

    const { submission, viewer } = await graphql<Outcome>(page.request, outcomeQuery, { id: uuid })
    expect(submission).toMatchObject({ status: 'REJECTED', rejection: { code: 'UNSAFE_FILE_NAME' } })
    const { service } = await graphql<{ service: { dailySubmissionLimit: number } }>(
      page.request,
      '{ service { dailySubmissionLimit } }',
    )
    expect(viewer.submissionsLeftToday).toBe(service.dailySubmissionLimit)

    // The queue goes on: the same bytes under a plain name are judged by what they are.
    await describeModel(page, { name: `Unfit: renamed, ${account.name}` })
    await upload(page, { name: 'my model, für Kinder.onnx', bytes: unfit.notOnnx() })
    await expect(page.getByRole('alert').filter({ hasText: 'This is not an ONNX file' })).toBeVisible({
      timeout: 120_000,
    })
  })
}

test('a file over the limit is refused before a byte of it is sent, on the page and by the service', async ({
  page,
  account,
}) => {
  expect(account.name).not.toBe('')
  const uuid = await describeModel(page, { name: 'Unfit: too large' })
  const { service } = await graphql<{ service: { maxUploadBytes: number } }>(
    page.request,
    '{ service { maxUploadBytes } }',
  )

  await page.getByLabel('Model file').evaluate((input, size) => {
    const file = new File(['x'], 'huge.onnx')
    Object.defineProperty(file, 'size', { value: size })
    const files = new DataTransfer()
    files.items.add(file)
    if (!(input instanceof HTMLInputElement)) throw new Error('The file is chosen in an input element.')
    Object.defineProperty(input, 'files', { value: [file] })
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }, service.maxUploadBytes + 1)
  await expect(page.getByRole('alert').filter({ hasText: 'This file cannot be sent' })).toBeVisible()

  const metadata = (text: string) => Buffer.from(text).toString('base64')
  const refused = await page.request.post('/uploads', {
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(service.maxUploadBytes + 1),
      'upload-metadata': `submission ${metadata(uuid)},filename ${metadata('huge.onnx')}`,
    },
  })
  expect(refused.status()).toBe(413)
  const { submission } = await graphql<Outcome>(page.request, outcomeQuery, { id: uuid })
  expect(submission).toMatchObject({ status: 'REJECTED', rejection: { code: 'FILE_TOO_LARGE' } })
  await page.goto(`/submissions/${uuid}`)
  await expect(page.getByRole('alert').filter({ hasText: 'The file is larger than this service takes' })).toBeVisible()
})
