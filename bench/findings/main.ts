import { parseArgs } from 'node:util'
import { rankBoard, signedRankTest, suites } from '@voxproof/engine/suite'
import { type CommittedResult, committedResults, outcomesOf } from './committed-results.ts'

/**
 * What the committed results of the baselines say to the paper's questions, as the Markdown tables of docs/findings.md:
 * the board of each dataset, the families, frequency against pixels, the price of adversarial training, who fools whom.
 * Run: npx tsx bench/findings/main.ts [--suite standard-1]
 */
const { values } = parseArgs({ options: { suite: { type: 'string', default: 'standard-1' } } })
const suite = Object.values(suites).find(({ id }) => id === values.suite)
if (!suite) throw new Error(`There is no suite ${values.suite}; there are ${Object.keys(suites).join(', ')}.`)
const { results, missing } = committedResults(suite.id)
if (missing.length > 0) process.stderr.write(`Without a result under ${suite.id}: ${missing.join(', ')}.\n`)

for (const dataset of new Set(results.map((result) => result.dataset))) {
  const ofDataset = results.filter((result) => result.dataset === dataset)
  const standard = ofDataset.filter(({ training }) => training === 'standard')
  heading(`${dataset}, ${suite.id}`)
  board(ofDataset)
  heading('By family, conventional training')
  families(standard)
  heading('Frequency and pixels, volumes made on all surrogates but the model')
  frequencyTransfer(ofDataset)
  heading('Frequency and pixels, on the model itself')
  frequencyWhiteBox(standard)
  heading('What adversarial training costs and buys')
  adversarialTraining(ofDataset)
  heading('Dice that the column loses to volumes made on the row')
  transfers(standard)
}

function board(rows: readonly CommittedResult[]): void {
  const entries = rows.map(({ name, manifest: { report } }) => ({
    id: name,
    cleanByCase: report.cases.map(({ clean }) => clean),
    robustByCase: report.cases.map(({ robust }) => robust),
  }))
  const ranks = new Map(
    rankBoard(entries, { samples: suite?.bootstrapSamples ?? 0, seed: suite?.seed ?? 0 }).map((rank) => [
      rank.id,
      rank,
    ]),
  )
  const rankOf = (row: CommittedResult): number => ranks.get(row.name)?.rank ?? 0
  table(
    [
      'rank',
      'model',
      'family',
      'clean',
      'robust (95 % interval)',
      'retained',
      'curve area',
      'black-box',
      'groups',
      'flags',
    ],
    [...rows]
      .sort((a, b) => rankOf(a) - rankOf(b))
      .map((row) => {
        const { report } = row.manifest
        const { low, mean, high } = report.robust
        return [
          String(rankOf(row)),
          row.name,
          row.family,
          dice(report.clean.mean),
          `${dice(mean)} (${dice(low)} to ${dice(high)})`,
          percent(report.retainedRatio),
          dice(report.curveArea?.mean),
          dice(report.robustByTrack['black-box']?.mean),
          ranks.get(row.name)?.groups.join('') ?? '',
          report.flags.map(({ code }) => code).join(', ') || 'none',
        ]
      }),
  )
}

function families(rows: readonly CommittedResult[]): void {
  const names = [...new Set(rows.map(({ family }) => family))]
  table(
    ['family', 'models', 'clean', 'robust', 'retained', 'noise and corruptions', 'black-box'],
    names.map((family) => {
      const reports = rows.filter((row) => row.family === family).map(({ manifest }) => manifest.report)
      const noise = reports.map(({ entries }) =>
        mean(entries.filter(({ track }) => track === 'noise').map(({ foregroundDice }) => foregroundDice.mean)),
      )
      return [
        family,
        String(reports.length),
        dice(mean(reports.map(({ clean }) => clean.mean))),
        dice(mean(reports.map(({ robust }) => robust.mean))),
        percent(mean(reports.map(({ retainedRatio }) => retainedRatio))),
        dice(mean(noise)),
        dice(mean(reports.map(({ robustByTrack }) => robustByTrack['black-box']?.mean ?? Number.NaN))),
      ]
    }),
  )
}

/**
 * What the model loses of its Dice to volumes of the ensemble: in pixels and by VAFA within one L-inf ball, and by VAFA
 * as published, whose distance is shown.
 */
function frequencyTransfer(rows: readonly CommittedResult[]): void {
  table(
    [
      'model',
      'pixels, 8/255',
      'VAFA, 8/255',
      'VAFA, free',
      'its L-inf, /255',
      'VAFA at 8/255 harms more',
      'p (Wilcoxon)',
    ],
    rows.map((row) => {
      const clean = outcomesOf(row, 'clean')
      const lostTo = (entry: string): number[] =>
        outcomesOf(row, entry).map(({ foregroundDice }, i) => (clean[i]?.foregroundDice ?? 0) - foregroundDice)
      const [pixels, frequency] = [lostTo('transfer-ensemble-8'), lostTo('transfer-vafa-8')]
      return [
        row.name,
        dice(mean(pixels)),
        dice(mean(frequency)),
        dice(mean(lostTo('transfer-vafa-20'))),
        (255 * mean(outcomesOf(row, 'transfer-vafa-20').map(({ linf }) => linf))).toFixed(1),
        `in ${frequency.filter((lost, i) => lost > (pixels[i] ?? 0)).length} of ${frequency.length} cases`,
        pValue(signedRankTest(pixels, frequency)),
      ]
    }),
  )
}

function frequencyWhiteBox(rows: readonly CommittedResult[]): void {
  const entries = ['vafa-20', 'vafa-bounded-8', 'pgd-8', 'apgd-8']
  table(
    ['model', 'clean', ...entries, 'L-inf of vafa-20, /255', 'SSIM of vafa-20'],
    rows.map((row) => {
      const mean0 = (entry: string): string => dice(mean(outcomesOf(row, entry).map((one) => one.foregroundDice)))
      const free = outcomesOf(row, 'vafa-20')
      return [
        row.name,
        mean0('clean'),
        ...entries.map(mean0),
        (255 * mean(free.map(({ linf }) => linf))).toFixed(1),
        dice(mean(free.map(({ ssim }) => ssim ?? Number.NaN))),
      ]
    }),
  )
}

function adversarialTraining(rows: readonly CommittedResult[]): void {
  const trained = rows.filter(({ training }) => training !== 'standard')
  table(
    ['model', 'instead of', 'clean', 'robust', 'vafa-20', 'black-box', 'noise and corruptions'],
    trained.flatMap((row) => {
      const plain = rows.find(
        ({ architecture, training }) => architecture === row.architecture && training === 'standard',
      )
      if (!plain) return []
      const change = (read: (result: CommittedResult) => number): string => signed(read(row) - read(plain))
      return [
        [
          row.name,
          plain.name,
          change(({ manifest }) => manifest.report.clean.mean),
          change(({ manifest }) => manifest.report.robust.mean),
          change((result) => mean(outcomesOf(result, 'vafa-20').map(({ foregroundDice }) => foregroundDice))),
          change(({ manifest }) => manifest.report.robustByTrack['black-box']?.mean ?? Number.NaN),
          change(({ manifest }) =>
            mean(
              manifest.report.entries.flatMap(({ track, foregroundDice }) =>
                track === 'noise' ? [foregroundDice.mean] : [],
              ),
            ),
          ),
        ],
      ]
    }),
  )
}

/** Mean over cases and over MI, DI and TI. */
function transfers(rows: readonly CommittedResult[]): void {
  const surrogates = [
    ...new Set(rows.flatMap(({ manifest }) => (manifest.report.transfer ?? []).map((one) => one.surrogates))),
  ].filter((name) => !name.includes(' + '))
  table(
    ['made on', ...rows.map(({ name }) => name)],
    surrogates.sort().map((surrogate) => [
      surrogate,
      ...rows.map(({ manifest: { report } }) => {
        const found = (report.transfer ?? []).filter((one) => one.surrogates === surrogate)
        return found.length === 0 ? '–' : dice(report.clean.mean - mean(found.map(({ onModel }) => onModel)))
      }),
    ]),
  )
}

function heading(text: string): void {
  process.stdout.write(`\n### ${text}\n`)
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`
  process.stdout.write(line(columns) + line(columns.map(() => '---')) + rows.map(line).join(''))
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length
}

function dice(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '–' : value.toFixed(3)
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

function pValue(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
}
