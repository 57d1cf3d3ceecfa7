import type { Victim } from '../attacks/index.ts'
import type { FloatTensor, LabelVolume } from '../tensor/index.ts'
import type { GradientAvailability } from './part-groups.ts'
import type { SuiteDefinition } from './suite-definition.ts'
import type { TransferStore } from './transfer-volume.ts'

export interface PartRequest {
  readonly suite: SuiteDefinition
  readonly group: string
  readonly victim: Victim
  /** [1, C, D, H, W] in [0, 1]. */
  readonly image: FloatTensor
  readonly label: LabelVolume
  readonly spacingMm: readonly [number, number, number]
  readonly classCount: number
  readonly caseKey: string
  readonly datasetId: string
  /** Of the model behind `victim`, lower-case hex. */
  readonly modelHash: string
  readonly gradient: GradientAvailability
  /** Whether the reading of the file doubts the gradient (see `doubtsGradient`); no if absent. */
  readonly doubted?: boolean | undefined
  /** Victims for the suite's surrogates of this dataset; those that the group does not use may be absent. */
  readonly surrogates?: readonly Surrogate[] | undefined
  /** Keeps what is made on surrogates alone; without it that is made anew, to the same result. */
  readonly transfers?: TransferStore | undefined
  /** The model on volumes of its window's shape: what suites of tiles attack. */
  readonly tile?: Tile | undefined
  readonly onProgress?: ((progress: PartProgress) => void) | undefined
  /** Takes the volume behind each outcome, as it was checked and scored; the part waits for it. */
  readonly onVolume?: ((entry: string, volume: FloatTensor) => Promise<void>) | undefined
  /** Heeded between steps; the part then throws its reason. */
  readonly signal?: AbortSignal | undefined
}

export interface Surrogate {
  readonly name: string
  readonly modelHash: string
  /** [D, H, W] that it is run at. */
  readonly windowShape: readonly [number, number, number]
  readonly victim: Victim
  /** Needed by suites of tiles. */
  readonly tile?: Tile | undefined
}

/** A model on one window: volumes [1, C, D, H, W] of this shape [D, H, W]. */
export interface Tile {
  readonly shape: readonly [number, number, number]
  readonly victim: Victim
}

export interface PartProgress {
  readonly entry: string
  /** Share of the part's expected work that is done, in [0, 1]; never falls. */
  readonly fraction: number
  readonly step: number
  readonly steps: number
}
