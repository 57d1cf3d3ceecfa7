import type { FloatTensor } from '../tensor/index.ts'
import { diagnose } from './diagnosis/index.ts'
import { entryCalls, expectedSeconds } from './expected-calls.ts'
import { applicableEntries } from './part-groups.ts'
import type { PartRequest } from './part-request.ts'
import type { AttackOutcome, PartResult } from './report.ts'
import { runEntry } from './run-entry.ts'
import { runLadder } from './run-ladder.ts'
import type { SuiteEntry } from './suite-definition.ts'

/**
 * Runs one group of the suite on one case. Nothing that an attack claims is believed: the bound is checked in float32
 * against the clean volume and the volume is scored from a fresh prediction. Equal requests give equal results, the
 * seconds apart. Throws where an attack leaves its bound; a model whose output is not finite scores 0.
 */
export async function runPart(request: PartRequest): Promise<PartResult> {
  const { suite, group, caseKey, image } = request
  const entries = applicableEntries(suite, { ...request, secondRound: true }).filter((entry) => entry.group === group)
  checkImage(image, caseKey)
  if (suite.diagnosis?.group === group) return { caseKey, group, outcomes: [], evidence: await diagnose(request) }
  if (entries.length === 0) {
    const known = suite.entries.some((entry) => entry.group === group)
    throw new RangeError(`Suite ${suite.id} has no group ${group}${known ? ' that applies to this model' : ''}.`)
  }
  const progress = partProgress(request, entries)
  if (suite.ladder?.group === group) {
    const onStep = (name: string, share: number, step: number, steps: number): void => {
      request.onProgress?.({ entry: name, fraction: share, step, steps })
    }
    return { caseKey, group, outcomes: await runLadder({ part: request, ladder: suite.ladder, onStep }) }
  }
  const outcomes: AttackOutcome[] = []
  const earlier = new Map<string, FloatTensor>()
  for (const [index, entry] of entries.entries()) {
    request.signal?.throwIfAborted()
    const onStep = (share: number, step: number, steps: number): void => progress(index, share, step, steps)
    const { outcome, volume } = await runEntry(request, entry, { earlier, onStep })
    outcomes.push(outcome)
    await request.onVolume?.(entry.name, volume)
    if (entries.some(({ start }) => start === entry.name)) earlier.set(entry.name, volume)
    progress(index, 1, 1, 1)
  }
  return { caseKey, group, outcomes }
}

/** Reports how far the part is, its entries weighted by the network runs that they cost, a gradient as three predictions. */
function partProgress(
  request: PartRequest,
  entries: readonly SuiteEntry[],
): (index: number, share: number, step: number, steps: number) => void {
  const costs = entries.map((entry) => {
    const { model, surrogates } = entryCalls(request.suite, entry, { ...request, windows: 1, tiles: 1 })
    const weights = { prediction: 1, gradient: 3 }
    return expectedSeconds(model, weights) + expectedSeconds(surrogates, weights)
  })
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  return (index, share, step, steps) => {
    const before = costs.slice(0, index).reduce((sum, cost) => sum + cost, 0)
    const fraction = Math.min(1, (before + share * (costs[index] ?? 0)) / total)
    request.onProgress?.({ entry: entries[index]?.name ?? '', fraction, step, steps })
  }
}

function checkImage(image: FloatTensor, caseKey: string): void {
  const index = image.data.findIndex((value) => !(value >= 0 && value <= 1))
  if (index < 0) return
  const found = `voxel ${index} of case ${caseKey} is ${image.data[index]}`
  throw new RangeError(`The ${found}; images must lie in [0, 1]: preprocess the case again.`)
}
