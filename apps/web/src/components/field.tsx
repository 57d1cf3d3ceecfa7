import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { classNames } from './class-names.ts'

interface FieldText {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong with the value and what would be right; undefined while nothing is. */
  readonly error?: string | undefined
  readonly isOptional?: boolean | undefined
}

/** A labelled one-line input; hint and error are tied to it for screen readers. */
export function TextField({
  label,
  hint,
  error,
  isOptional,
  className,
  ...input
}: FieldText & InputHTMLAttributes<HTMLInputElement> & { id: string }): ReactNode {
  return (
    <Frame id={input.id} label={label} hint={hint} error={error} isOptional={isOptional ?? false} className={className}>
      <input className={control} {...describedBy(input.id, hint, error)} {...input} />
    </Frame>
  )
}

/** A labelled text of several lines. */
export function TextArea({
  label,
  hint,
  error,
  isOptional,
  className,
  ...input
}: FieldText & TextareaHTMLAttributes<HTMLTextAreaElement> & { id: string }): ReactNode {
  return (
    <Frame id={input.id} label={label} hint={hint} error={error} isOptional={isOptional ?? false} className={className}>
      <textarea rows={3} className={control} {...describedBy(input.id, hint, error)} {...input} />
    </Frame>
  )
}

/** A labelled choice of one. */
export function SelectField({
  label,
  hint,
  error,
  isOptional,
  className,
  ...input
}: FieldText & SelectHTMLAttributes<HTMLSelectElement> & { id: string }): ReactNode {
  return (
    <Frame id={input.id} label={label} hint={hint} error={error} isOptional={isOptional ?? false} className={className}>
      <select className={control} {...describedBy(input.id, hint, error)} {...input} />
    </Frame>
  )
}

/** A labelled group of boxes or buttons to choose from; the children are `Choice`s. */
export function ChoiceGroup(group: FieldText & { id: string; children: ReactNode; className?: string }): ReactNode {
  return (
    <fieldset className={group.className} {...describedBy(group.id, group.hint, group.error)}>
      <legend className="mb-1 font-[550]">{group.label}</legend>
      <div className="flex flex-col gap-1.5">{group.children}</div>
      <Notes id={group.id} hint={group.hint} error={group.error} />
    </fieldset>
  )
}

/** One box or button of a group, with a line that explains it. */
export function Choice({
  label,
  note,
  ...input
}: InputHTMLAttributes<HTMLInputElement> & { label: ReactNode; note?: ReactNode }): ReactNode {
  return (
    <label className="flex cursor-pointer items-start gap-2.5 rounded-[7px] border border-line bg-surface px-3 py-2 hover:bg-hover has-checked:border-ink-3">
      <input className="mt-[3px] accent-(--ink)" {...input} />
      <span className="min-w-0">
        <span className="block font-[550]">{label}</span>
        {note ? <span className="block text-[12.5px] text-ink-3">{note}</span> : null}
      </span>
    </label>
  )
}

const control =
  'w-full rounded-[7px] border border-ink-3/70 bg-surface px-3 py-1.5 min-h-9 text-ink placeholder:text-ink-3 ' +
  'aria-invalid:border-danger focus-visible:outline-offset-0'

function Frame(
  frame: FieldText & { id: string | undefined; children: ReactNode; className?: string | undefined },
): ReactNode {
  return (
    <div className={classNames('min-w-0', frame.className)}>
      <label htmlFor={frame.id} className="mb-1 block font-[550]">
        {frame.label}
        {frame.isOptional ? <span className="font-normal text-ink-3"> (optional)</span> : null}
      </label>
      {frame.children}
      <Notes id={frame.id} hint={frame.hint} error={frame.error} />
    </div>
  )
}

function Notes({ id, hint, error }: { id: string | undefined; hint: ReactNode; error: string | undefined }): ReactNode {
  return (
    <>
      {error === undefined ? null : (
        <p id={`${id}-error`} className="mt-1 text-[13px] text-danger">
          {error}
        </p>
      )}
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-[12.5px] text-ink-3">
          {hint}
        </p>
      ) : null}
    </>
  )
}

function describedBy(id: string | undefined, hint: ReactNode, error: string | undefined) {
  const ids = [error === undefined ? '' : `${id}-error`, hint ? `${id}-hint` : ''].filter(Boolean).join(' ')
  return {
    'aria-invalid': error !== undefined || undefined,
    'aria-describedby': ids === '' ? undefined : ids,
  }
}
