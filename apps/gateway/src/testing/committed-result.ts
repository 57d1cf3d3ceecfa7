import {
  applicableEntries,
  manifestText,
  partGroups,
  type PartResult,
  resultManifest,
  suiteHash,
  summarise,
  suites,
} from '@voxproof/engine/suite'

export interface ResultOf {
  readonly modelHash: string
  readonly dataset: {
    readonly id: string
    readonly hash: string
    readonly classNames: readonly string[]
    readonly caseKeys: readonly string[]
  }
  /** Foreground Dice of the clean volumes; every attack halves it. */
  readonly clean: number
}

/** What `voxproof evaluate` would write for a model with these scores under quick-1. */
export function committedResult({ modelHash, dataset, clean }: ResultOf): string {
  const suite = suites['quick-1']
  const context = { datasetId: dataset.id, modelHash, gradient: 'available' as const }
  const entries = applicableEntries(suite, context)
  const parts = dataset.caseKeys.flatMap((caseKey, caseIndex) =>
    partGroups(suite, { ...context, caseIndex }).map((group): PartResult => {
      const ofGroup = entries.filter((entry) => entry.group === group)
      return {
        caseKey,
        group,
        outcomes: ofGroup.map(({ name, attack, track, epsilon }) => {
          const foregroundDice = track === 'clean' ? clean : clean / 2
          const perClass = dataset.classNames.map((_, index) => (index === 0 ? 1 : foregroundDice))
          const surface = dataset.classNames.map((_, index) => (index === 0 ? null : 0.5))
          return {
            ...{ entry: name, attack, track, epsilon, dice: perClass, hd95Mm: surface, nsd: surface, foregroundDice },
            ...{ linf: (epsilon ?? 0) / 255, l2: 0, losses: [], nonFinite: false, seconds: 1 },
          }
        }),
      }
    }),
  )
  const provenance = {
    ...{ modelHash, suiteId: suite.id, suiteHash: suiteHash(suite) },
    ...{ datasetId: dataset.id, datasetHash: dataset.hash, engineVersion: '0.1.0', engineHash: 'e' },
    ...{
      runtimeVersion: '1.30.0',
      providers: ['cpu'],
      seed: suite.seed,
      reading: { gradient: 'available' as const, findings: [] },
    },
  }
  const { classNames, caseKeys } = dataset
  const report = summarise({ suite, provenance, classNames, parts, caseOrder: caseKeys })
  return manifestText(resultManifest(report, parts))
}
