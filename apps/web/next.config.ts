import path from 'node:path'
import type { NextConfig } from 'next'

const repositoryRoot = path.resolve(import.meta.dirname, '../..')

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  transpilePackages: ['@voxproof/schema'],
  outputFileTracingRoot: repositoryRoot,
  turbopack: { root: repositoryRoot },
  experimental: { optimizePackageImports: ['better-auth'] },
}

export default config
