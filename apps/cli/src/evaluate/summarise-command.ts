import { resultManifest, manifestText, suiteHash, summarise, timed } from '@voxproof/engine/suite'
import type { Command } from 'commander'
import { z } from 'zod'
import { UsageError } from '../usage-error.ts'
import { manifestAt } from './manifest-at.ts'
import { writeWhole } from './part-store.ts'
import { planEvaluation, suiteNamed } from './plan-evaluation.ts'
import { summaryOf } from './summary.ts'

const optionsSchema = z.object({ out: z.string().min(1).optional() })

/** `voxproof summarise`: the report of a manifest anew from its parts, as this version sums them up; runs no attack. */
export function addSummariseCommand(program: Command): void {
  program
    .command('summarise')
    .description('sum up the parts of a manifest anew, for one whose report an earlier version wrote')
    .argument('<manifest>', 'what voxproof evaluate or the service wrote')
    .option('--out <file>', 'write the manifest with its new report; may be the same file')
    .action(async (path: string, raw: unknown) => {
      const { out } = optionsSchema.parse(raw)
      const { provenance, selection, parts, report } = await manifestAt(path)
      const suite = suiteNamed(provenance.suiteId)
      if (suiteHash(suite) !== provenance.suiteHash) {
        throw new UsageError(`${path} was made under another ${suite.id} (${provenance.suiteHash}); evaluate again.`)
      }
      const context = { ...provenance, gradient: provenance.gradient ?? ('available' as const) }
      const caseKeys = report.cases.map(({ caseKey }) => caseKey)
      const plan = planEvaluation({ suite, caseKeys, attacks: selection?.attacks ?? undefined, context })
      const timedParts = parts.map(timed)
      const request = { suite: plan.suite, provenance, classNames: report.classNames, parts: timedParts }
      const manifest = resultManifest(summarise({ ...request, caseOrder: caseKeys }), timedParts, selection)
      if (out !== undefined) await writeWhole(out, manifestText(manifest))
      process.stdout.write(summaryOf(manifest))
    })
}
