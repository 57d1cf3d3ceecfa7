#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { becomePinned } from '../../../scripts/install.mjs'

// A running process cannot choose its allocator any more, and Node 20 installs VoxProof but lacks what it runs on.
const options = new URL('../../../packages/engine/src/runtime/process-options.json', import.meta.url)
const { nodeOptions, environment } = JSON.parse(readFileSync(options, 'utf8'))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
becomePinned([...nodeOptions, '--import', tsx, main, ...process.argv.slice(2)], environment)
