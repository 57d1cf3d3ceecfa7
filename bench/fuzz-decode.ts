import { existsSync, globSync, readFileSync } from 'node:fs'
import { damages, seededDraw } from '../packages/engine/src/onnx/decode/damage.ts'
import { exampleNetwork } from '../packages/engine/src/onnx/example-model.ts'
import { decodeModel, encodeModel, OnnxFormatError, validateModel } from '../packages/engine/src/onnx/index.ts'

/**
 * Damages ONNX files in every way that decode/damage.ts knows and decodes what comes out: each must end in a model or
 * an OnnxFormatError, within a second. Prints the outcomes by kind of damage, the slowest case and the memory.
 * Run: npx tsx bench/fuzz-decode.ts [mutations, 1000000 by default] [seed, 1 by default]
 */
const mutations = Number(process.argv[2] ?? 1_000_000)
const seed = Number(process.argv[3] ?? 1)
const slowestAllowedMs = 1000
const largestFileBytes = 60_000

const oracle = new URL('../../shared/data/oracle/', import.meta.url)
const files = [encodeModel(exampleNetwork())]
if (existsSync(oracle)) {
  for (const path of globSync('*/model.onnx', { cwd: oracle })) {
    const bytes = new Uint8Array(readFileSync(new URL(path, oracle)))
    if (bytes.byteLength < largestFileBytes) files.push(bytes)
  }
} else console.warn('Only the example network is damaged, because ../shared/data/oracle is not here.')

const draw = seededDraw(seed)
const kinds = Object.entries(damages)
const outcomes = new Map<string, Map<string, number>>()
let slowest = { ms: 0, what: '' }
const baseline = process.memoryUsage().rss
let peak = baseline
const started = performance.now()
for (let at = 0; at < mutations; at++) {
  const [kind, damage] = kinds[at % kinds.length] ?? ['none', (bytes: Uint8Array) => bytes]
  // Half of the work goes to the small network, where damage hits structure rather than weights.
  const file = files[draw(2) === 0 ? 0 : draw(files.length)] ?? new Uint8Array(0)
  const bytes = damage(file, draw)
  const first = timed(bytes)
  const { outcome } = first
  // A busy machine takes the processor away now and then: what is slow is so each time.
  const ms = first.ms > slowest.ms ? Math.min(first.ms, timed(bytes).ms, timed(bytes).ms) : first.ms
  if (ms > slowest.ms) slowest = { ms, what: `${kind}, mutation ${at}` }
  if (at % 4096 === 0) peak = Math.max(peak, process.memoryUsage().rss)
  const counts = outcomes.get(kind) ?? new Map<string, number>()
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  outcomes.set(kind, counts)
}
const seconds = (performance.now() - started) / 1000
for (const [kind, counts] of outcomes) console.log(kind.padEnd(20), JSON.stringify(Object.fromEntries(counts)))
console.log(`${mutations} mutations of ${files.length} files in ${seconds.toFixed(1)} s, seed ${seed}.`)
console.log(`Slowest: ${slowest.ms.toFixed(1)} ms (${slowest.what}).`)
console.log(
  `Resident memory: ${(baseline / 2 ** 20).toFixed(0)} MiB at first, at most ${(peak / 2 ** 20).toFixed(0)} MiB.`,
)
if (slowest.ms > slowestAllowedMs) throw new Error(`A file took over ${slowestAllowedMs} ms.`)

function timed(bytes: Uint8Array): { readonly outcome: string; readonly ms: number } {
  const before = performance.now()
  const outcome = outcomeOf(bytes)
  return { outcome, ms: performance.now() - before }
}

function outcomeOf(bytes: Uint8Array): string {
  try {
    return validateModel(decodeModel(bytes)).length === 0 ? 'accepted' : 'issues found'
  } catch (error) {
    if (error instanceof OnnxFormatError) return error.code
    throw error
  }
}
