'use client'

import './globals.css'

export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body className="mx-auto max-w-xl p-10">
        <h1>VoxProof could not be loaded</h1>
        <p className="mt-2 text-ink-2">The site's server met an error. Try again in a moment.</p>
        <button type="button" onClick={reset} className="mt-6 rounded-[7px] bg-ink px-3.5 py-2 font-[550] text-ground">
          Try again
        </button>
      </body>
    </html>
  )
}
