import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { importDataset, listDatasetFolders, openDataset } from '../../packages/engine/src/datasets/index.ts'
import { slidingWindowVictim } from '../../packages/engine/src/inference/index.ts'
import { openWindowModel } from '../../packages/engine/src/runtime/index.ts'
import { runPart, suites } from '../../packages/engine/src/suite/index.ts'
import { openExtents } from './open-extents.ts'

/**
 * Attacks niivue's brain-tissue network, which others trained, on the ICBM152 template with entries of suite quick-1,
 * and prints Dice by class. The volume is what mni152.ts makes, imported into `--home`. The declared extents of the
 * model are left open (`--write-open FILE` keeps that form, for a submission), so that smaller volumes and windows do
 * as well: `--edge` cuts the volume, `--window` below it slides, the gradient going end to end through the windows.
 * Run: npx tsx bench/real/niivue-on-mni152.ts --home FOLDER [--model FILE] [--edge 256] [--window VOXELS] [--overlap 0]
 *      [--entries clean,fgsm-4,fgsm-8,pgd-4,pgd-8] [--threads 2] [--write-open FILE]
 */
const { values } = parseArgs({
  options: {
    home: { type: 'string' },
    model: {
      type: 'string',
      default: fileURLToPath(new URL('../../../shared/data/models/niivue-onnx__model.onnx', import.meta.url)),
    },
    edge: { type: 'string', default: '256' },
    window: { type: 'string' },
    overlap: { type: 'string', default: '0' },
    entries: { type: 'string', default: 'clean,fgsm-4,fgsm-8,pgd-4,pgd-8' },
    threads: { type: 'string', default: '2' },
    'write-open': { type: 'string' },
  },
})
if (!values.home) throw new Error('Say which data folder receives the dataset: --home FOLDER')

const bytes = openExtents(await readFile(values.model))
if (values['write-open']) await writeFile(values['write-open'], bytes)
const dataset = await openDataset(await importedTemplate(join(values.home, 'datasets'), Number(values.edge)))
const { image, label, spacingMm } = await dataset.loadCase('mni152')
const { classNames } = dataset.manifest
const edge = Number(values.window ?? values.edge)
const model = await openWindowModel(bytes, { windowShape: [edge, edge, edge], threads: Number(values.threads) })
const victim = slidingWindowVictim(model, {
  volumeShape: image.shape,
  overlap: Number(values.overlap),
  blending: 'constant',
})
const suite = suites['quick-1']
row(['entry', ...classNames, 'foreground', 'L-inf x 255', 'seconds'])
try {
  for (const name of values.entries.split(',')) {
    const entry = suite.entries.find((candidate) => candidate.name === name)
    if (!entry) throw new Error(`Suite ${suite.id} has no entry ${name}.`)
    const { outcomes } = await runPart({
      suite: { ...suite, entries: [entry] },
      group: entry.group,
      victim,
      image,
      label,
      spacingMm,
      classCount: classNames.length,
      caseKey: 'mni152',
      datasetId: dataset.manifest.id,
      modelHash: createHash('sha256').update(bytes).digest('hex'),
      gradient: 'available',
      onProgress: ({ step, steps }) => process.stderr.write(`\r${name}: step ${step} of ${steps} `),
    })
    process.stderr.write('\r')
    for (const { dice, foregroundDice, linf, seconds } of outcomes) {
      const byClass = dice.map((value) => value?.toFixed(3) ?? 'absent')
      row([name, ...byClass, foregroundDice.toFixed(3), (255 * linf).toFixed(2), seconds.toFixed(0)])
    }
  }
} finally {
  await model.close()
}

/** The prepared template with this edge, made and imported where the data folder lacks it. */
async function importedTemplate(datasets: string, edge: number): Promise<string> {
  for (const folder of await listDatasetFolders(datasets)) {
    const { manifest } = await openDataset(folder)
    if (manifest.id === 'mni152' && manifest.roiShape[0] === edge) return folder
  }
  const folder = await mkdtemp(join(tmpdir(), 'mni152-'))
  try {
    const script = fileURLToPath(new URL('mni152.ts', import.meta.url))
    await promisify(execFile)('npx', ['tsx', script, '--out', folder, '--edge', String(edge)])
    const result = await importDataset(folder, datasets)
    if (result.status === 'refused') throw new Error(result.problems.map(({ message }) => message).join('\n'))
    return result.folder
  } finally {
    await rm(folder, { recursive: true })
  }
}

function row(cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(13))).join('')}\n`)
}
