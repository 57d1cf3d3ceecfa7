import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type GradientReport, gradientReport } from '../packages/engine/src/differentiate/test/conformance.ts'
import { conformanceCases } from '../packages/engine/src/test/conformance-cases.ts'

/**
 * The gradient of each of ONNX's operator tests with respect to each of its float inputs against central differences:
 * how many tests, how many agree, and why each other one does not.
 * Run: npx tsx bench/conformance.ts [part of a test's name] [--all]
 * --all names the tests of every group; else those that agree or that have no float are only counted.
 */
const archive = fileURLToPath(
  new URL('../../shared/data/onnx-conformance/onnx-backend-test-data.tar.gz', import.meta.url),
)
const wanted = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? ''
const namesAll = process.argv.includes('--all')
const quiet = new Set(['agrees', 'no float input or output', 'left out'])

if (!existsSync(archive)) {
  console.warn('Nothing to run, because ../shared/data/onnx-conformance is not here.')
} else {
  const groups = new Map<string, GradientReport[]>()
  const cases = conformanceCases(archive).filter(({ name }) => name.includes(wanted))
  for (const example of cases) {
    const report = await gradientReport(example, 24)
    groups.set(report.outcome, [...(groups.get(report.outcome) ?? []), report])
    if (report.outcome === 'disagrees') console.log(`disagrees: ${report.name}: ${report.detail}`)
  }
  console.log(`${cases.length} tests whose inputs and outputs are tensors`)
  for (const [outcome, reports] of [...groups].sort(([, a], [, b]) => b.length - a.length)) {
    console.log(`\n${outcome}: ${reports.length}`)
    if (quiet.has(outcome) && !namesAll) continue
    const reasons = new Map<string, string[]>()
    for (const { name, detail } of reports) reasons.set(detail, [...(reasons.get(detail) ?? []), name])
    for (const [detail, names] of reasons) console.log(`  ${names.join(' ')}${detail === '' ? '' : `: ${detail}`}`)
  }
}
