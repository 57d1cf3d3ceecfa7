import type { ReactNode } from 'react'

/** The cube of voxels, one face in the colour of what attacks it. */
export function Mark({ size = 20 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="block">
      <path d="M10 10l8-4.5v9L10 19z" fill="var(--transformer)" opacity="0.9" />
      <path d="M10 1l8 4.5v9L10 19l-8-4.5v-9z" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M10 10l8-4.5M10 10v9M10 10L2 5.5" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  )
}
