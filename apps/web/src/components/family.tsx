import type { ReactNode } from 'react'

export type Family = 'CONVOLUTIONAL' | 'TRANSFORMER' | 'MAMBA' | 'HYBRID' | 'FOUNDATION'

export const familyNames: Readonly<Record<Family, string>> = {
  CONVOLUTIONAL: 'Convolutional',
  TRANSFORMER: 'Transformer',
  MAMBA: 'Mamba',
  HYBRID: 'Hybrid',
  FOUNDATION: 'Foundation',
}

/** The family before "model" in a sentence. */
export function familyWord(family: Family): string {
  return family === 'MAMBA' ? familyNames[family] : familyNames[family].toLowerCase()
}

/** The family's colour as a CSS value; the palette is Okabe and Ito's, told apart by colour-blind eyes. */
export function familyColour(family: Family): string {
  return `var(--${family.toLowerCase()})`
}

/** A small square in the family's colour. Decoration: the family's name must stand beside it. */
export function FamilyMark({ family }: { family: Family }): ReactNode {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-2 shrink-0 rounded-[2px]"
      style={{ background: familyColour(family) }}
    />
  )
}
