import type { ReactNode } from 'react'

/** The column that a page's content stands in. */
export function Page({ children }: { children: ReactNode }): ReactNode {
  return (
    <main id="content" className="mx-auto w-full max-w-[1384px] grow px-4 pt-6 pb-20 md:px-8 md:pt-9">
      {children}
    </main>
  )
}

/** The page's question or name, and the sentence that explains it. */
export function PageHeading(heading: { title: ReactNode; lead?: ReactNode; above?: ReactNode }): ReactNode {
  return (
    <div className="mb-6">
      {heading.above ? <div className="mb-2 text-[13px] text-ink-3">{heading.above}</div> : null}
      <h1 className="[overflow-wrap:anywhere]">{heading.title}</h1>
      {heading.lead ? <p className="mt-1.5 max-w-[80ch] text-ink-2">{heading.lead}</p> : null}
    </div>
  )
}

/** A titled part of a page. */
export function Section(section: { title: string; note?: ReactNode; id?: string; children: ReactNode }): ReactNode {
  return (
    <section className="mt-11 min-w-0" id={section.id}>
      <h2>{section.title}</h2>
      {section.note ? <p className="max-w-[80ch] text-[13px] text-ink-2">{section.note}</p> : null}
      <div className="mt-3">{section.children}</div>
    </section>
  )
}
