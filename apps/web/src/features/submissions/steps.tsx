import type { ReactNode } from 'react'
import { classNames } from '../../components/class-names.ts'

const steps = ['Describe', 'Upload', 'Evaluation'] as const

/** Where one stands on the way from a file to a rank. */
export function Steps({ current }: { current: (typeof steps)[number] }): ReactNode {
  return (
    <ol className="flex flex-wrap gap-x-5 gap-y-1" aria-label="Steps of a submission">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? 'step' : undefined}
          className={classNames(step === current && 'font-[550] text-ink')}
        >
          {index + 1} {step}
        </li>
      ))}
    </ol>
  )
}
