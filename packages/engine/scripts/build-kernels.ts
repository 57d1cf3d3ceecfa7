import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compileKernels } from '../src/test/compile-kernels.ts'

/** Writes the kernels' binary into the engine's sources: npm run build:kernels -w packages/engine */
const target = fileURLToPath(new URL('../src/kernels/generated/kernels.ts', import.meta.url))
await writeFile(target, compileKernels())
