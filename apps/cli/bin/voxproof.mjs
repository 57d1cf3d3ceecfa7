#!/usr/bin/env node
import { runPinned } from '../../../scripts/install.mjs'

// Node 20 installs VoxProof, but lacks what it runs on.
if (Number(process.versions.node.split('.')[0]) < 22) runPinned(process.argv.slice(1), process.cwd())
else {
  const { register } = await import('tsx/esm/api')
  register()
  await import('../src/main.ts')
}
