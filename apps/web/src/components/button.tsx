import Link from 'next/link'
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classNames } from './class-names.ts'

type Weight = 'primary' | 'secondary' | 'danger'

/** A button for an action; `secondary` by default, `primary` at most once on a page. */
export function Button({
  weight = 'secondary',
  className,
  type = 'button',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { weight?: Weight }): ReactNode {
  return <button type={type} className={classNames(shape, weights[weight], className)} {...rest} />
}

/** A link that looks like a button: the way to another page. */
export function ButtonLink(link: {
  href: string
  weight?: Weight
  className?: string
  children: ReactNode
}): ReactNode {
  return (
    <Link href={link.href} className={classNames(shape, weights[link.weight ?? 'secondary'], link.className)}>
      {link.children}
    </Link>
  )
}

const shape =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-[7px] px-3.5 py-1.5 font-[550] whitespace-nowrap ' +
  'no-underline! transition-opacity hover:opacity-88 disabled:cursor-not-allowed disabled:opacity-50'

const weights: Readonly<Record<Weight, string>> = {
  primary: 'bg-ink text-ground',
  secondary: 'border border-line bg-surface text-ink hover:bg-hover',
  danger: 'border border-line bg-surface text-danger hover:bg-danger-ground',
}
