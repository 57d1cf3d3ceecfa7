'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Choice, ChoiceGroup, SelectField, TextArea, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { checkForm, type FieldIssues } from '../../lib/field-issues.ts'
import { type FragmentOf, readFragment } from '../../lib/graphql/index.ts'
import { useIsHydrated } from '../../lib/use-is-hydrated.ts'
import { createSubmission } from './create-submission.ts'
import { SubmissionFormFragment } from './submission-form.fragment.ts'
import { readSubmissionForm, submissionFormSchema } from './submission-form-schema.ts'

/** The description of a model. On success leads to the page that takes its file. */
export function SubmissionForm(props: { datasets: readonly FragmentOf<typeof SubmissionFormFragment>[] }): ReactNode {
  const datasets = readFragment(SubmissionFormFragment, props.datasets)
  const router = useRouter()
  const formElement = useRef<HTMLFormElement>(null)
  const [idempotencyKey] = useState(newKey)
  const [issues, setIssues] = useState<FieldIssues>({})
  const [refusal, setRefusal] = useState<{ title: string; message: string } | null>(null)
  const [isWaiting, setWaiting] = useState(false)
  const isHydrated = useIsHydrated()

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    setRefusal(null)
    const checked = checkForm(submissionFormSchema, readSubmissionForm(new FormData(event.currentTarget)))
    if ('issues' in checked) return showIssues(checked.issues)
    setIssues({})
    setWaiting(true)
    try {
      const outcome = await createSubmission(checked.value, idempotencyKey)
      if (outcome.kind === 'created') return router.push(`/submit/${outcome.uuid}`)
      if (outcome.kind === 'signed-out') return router.push('/sign-in?next=/submit')
      if (outcome.kind === 'issues') showIssues(outcome.issues)
      else setRefusal(outcome)
    } catch (cause) {
      setRefusal({
        title: 'The submission could not be recorded',
        message: `${cause instanceof Error ? cause.message : 'The service did not answer.'} What you entered is still here; try again.`,
      })
    }
    setWaiting(false)
  }

  function showIssues(found: FieldIssues): void {
    setIssues(found)
    const first = Object.keys(found)[0]
    const field = formElement.current?.elements.namedItem(first ?? '')
    const element = field instanceof RadioNodeList ? field[0] : field
    if (element instanceof HTMLElement) element.focus()
    else setRefusal({ title: 'The submission could not be recorded', message: Object.values(found).join(' ') })
  }

  return (
    <form
      ref={formElement}
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="flex flex-col gap-5"
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          id="name"
          name="name"
          label="Name of the model"
          autoComplete="off"
          error={issues.name}
          hint="As it should stand on the board."
        />
        <TextField
          id="architecture"
          name="architecture"
          label="Architecture"
          autoComplete="off"
          error={issues.architecture}
          hint="For example SegResNet, SwinUNETR, U-Mamba."
        />
        <SelectField
          id="family"
          name="family"
          label="Family"
          defaultValue=""
          error={issues.family}
          hint="Each family has its own board."
        >
          <option value="" disabled>
            Choose
          </option>
          <option value="convolutional">Convolutional</option>
          <option value="transformer">Transformer</option>
          <option value="mamba">Mamba</option>
          <option value="hybrid">Hybrid</option>
          <option value="foundation">Foundation</option>
        </SelectField>
        <SelectField
          id="training"
          name="training"
          label="Training"
          defaultValue="standard"
          error={issues.training}
          hint="As you declare it; shown beside the name."
        >
          <option value="standard">Standard</option>
          <option value="adversarial">Adversarial, in voxel space</option>
          <option value="frequency-adversarial">Adversarial, in frequency space</option>
        </SelectField>
      </div>
      <ChoiceGroup
        id="datasets"
        label="Datasets"
        error={issues.datasets}
        hint="The model's output channels must be the classes of each chosen dataset."
      >
        {datasets.map((dataset) => (
          <Choice
            key={dataset.slug}
            type="checkbox"
            name="datasets"
            value={dataset.slug}
            defaultChecked={datasets.length === 1}
            label={dataset.name}
            note={`${dataset.modality}, ${dataset.channelNames.length} input ${dataset.channelNames.length === 1 ? 'channel' : 'channels'}, ${dataset.classNames.length} classes with background`}
          />
        ))}
      </ChoiceGroup>
      <TextArea
        id="description"
        name="description"
        label="Description"
        isOptional
        error={issues.description}
        hint="Plain text: data, training, what is particular about it."
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          id="paperUrl"
          name="paperUrl"
          type="url"
          label="Paper"
          isOptional
          placeholder="https://"
          error={issues.paperUrl}
        />
        <TextField
          id="codeUrl"
          name="codeUrl"
          type="url"
          label="Code"
          isOptional
          placeholder="https://"
          error={issues.codeUrl}
        />
        <TextField
          id="licence"
          name="licence"
          label="Licence"
          isOptional
          placeholder="Apache-2.0"
          error={issues.licence}
        />
      </div>
      <ChoiceGroup id="visibility" label="Who may see it" error={issues.visibility} hint="You can change this later.">
        <Choice
          type="radio"
          name="visibility"
          value="public"
          defaultChecked
          label="Everybody"
          note="Scores and your name stand on the board."
        />
        <Choice
          type="radio"
          name="visibility"
          value="anonymous"
          label="Everybody, without my name"
          note="Scores stand on the board; for work under review."
        />
        <Choice
          type="radio"
          name="visibility"
          value="private"
          label="Only me"
          note="The model is evaluated, but has no rank."
        />
      </ChoiceGroup>
      {refusal === null ? null : (
        <Notice tone="danger" title={refusal.title}>
          {refusal.message}
        </Notice>
      )}
      <div>
        <Button type="submit" weight="primary" disabled={isWaiting || !isHydrated}>
          {isWaiting ? 'Recording' : 'Continue to the file'}
        </Button>
      </div>
    </form>
  )
}

/** A random key; crypto.randomUUID is missing on plain-http addresses other than localhost. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
