import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Footer, Header } from '../features/site/index.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'VoxProof: which segmentation models hold up?', template: '%s · VoxProof' },
  description: 'Robustness of volumetric medical segmentation models, measured by attacking the submitted file.',
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#171a1f' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection()
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col">
        <Header />
        {children}
        <Footer />
      </body>
    </html>
  )
}
