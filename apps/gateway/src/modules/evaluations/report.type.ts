import type { AttackTrack } from '@voxproof/schema'
import { Field, Float, Int, ObjectType } from 'type-graphql'
import { AttackTrackEnum, NormEnum } from '../../graphql/enums.ts'
import { Interval, Robustness } from './robustness.type.ts'

@ObjectType({ description: 'The metrics of Malik et al., BMVC 2024, for comparison with their tables.' })
export class PaperMetrics {
  @Field(() => Float, { description: 'Mean Dice with the background; absent organs are left out.' })
  declare readonly dice: number

  @Field(() => Float, {
    nullable: true,
    description: '95th-percentile Hausdorff distance in voxels; empty predictions are left out.',
  })
  declare readonly hd95Voxels: number | null
}

@ObjectType({ description: 'One candidate of the step-saving ladder in one round.' })
export class Trial {
  @Field(() => String, { description: 'The loss that it ascends.' })
  declare readonly loss: string

  @Field(() => Int, { description: 'Which of its random starts.' })
  declare readonly restart: number

  @Field(() => Int, { description: 'The round, from 0; the better half of a round goes on.' })
  declare readonly round: number

  @Field(() => Int, { description: 'Gradients asked for in this round.' })
  declare readonly steps: number

  @Field(() => Float, { description: 'Foreground Dice of its worst volume so far.' })
  declare readonly foregroundDice: number
}

@ObjectType({ description: 'Foreground Dice of the surrogates themselves, mean over them.' })
export class SurrogateScores {
  @Field(() => Float, { description: 'On the clean volume.' })
  declare readonly clean: number

  @Field(() => Float, { description: 'On the attacked volume.' })
  declare readonly attacked: number
}

@ObjectType({ description: 'What became of the organ that was to vanish.' })
export class VanishedOrgan {
  @Field(() => Int, { description: 'Its class.' })
  declare readonly organ: number

  @Field(() => Float, { description: 'Share of its voxels that the model no longer finds, 0 to 1.' })
  declare readonly share: number
}

@ObjectType({ description: 'One suite entry over all cases.' })
export class EntrySummary {
  @Field(() => String, { description: 'Name of the suite entry.' })
  declare readonly entry: string

  @Field(() => String, {
    nullable: true,
    description:
      'The entry that this one runs once more and stronger, in a second round that outcomes of the first called for; null for those of the first.',
  })
  declare readonly repeats: string | null

  @Field(() => String, { description: 'The attack that it ran.' })
  declare readonly attack: string

  @Field(() => AttackTrackEnum, { description: 'The kind of threat.' })
  declare readonly track: AttackTrack

  @Field(() => Float, { nullable: true, description: 'Bound in 1/255 grey levels; null where there is none.' })
  declare readonly epsilon: number | null

  @Field(() => NormEnum, { description: 'What the bound bounds.' })
  declare readonly norm: 'linf' | 'l2'

  @Field(() => Interval, { description: 'Mean foreground Dice over the cases.' })
  declare readonly foregroundDice: Interval

  @Field(() => Float, { nullable: true, description: 'Mean 95th-percentile Hausdorff distance in mm.' })
  declare readonly hd95Mm: number | null

  @Field(() => Float, { nullable: true, description: 'Mean normalised surface Dice at 2 mm.' })
  declare readonly nsd: number | null

  @Field(() => [Float], { nullable: 'items', description: 'Mean Dice of each class; null where it is undefined.' })
  declare readonly dice: readonly (number | null)[]

  @Field(() => PaperMetrics, { nullable: true, description: 'Means of the paper metrics; null outside their suite.' })
  declare readonly paper?: PaperMetrics | null | undefined
}

@ObjectType({ description: 'One case before and under attack.' })
export class CaseScore {
  @Field(() => String, { description: 'The case of the dataset.' })
  declare readonly caseKey: string

  @Field(() => Float, { description: 'Foreground Dice on the clean volume.' })
  declare readonly clean: number

  @Field(() => Float, { description: 'Worst-case foreground Dice at the headline epsilon.' })
  declare readonly robust: number
}

@ObjectType({ description: 'One volume after one attack, scored. Lists are indexed by class, background first.' })
export class AttackOutcome {
  @Field(() => String, { description: 'The case of the dataset.' })
  declare readonly caseKey: string

  @Field(() => String, { description: 'Name of the suite entry.' })
  declare readonly entry: string

  @Field(() => String, { description: 'The attack that it ran.' })
  declare readonly attack: string

  @Field(() => AttackTrackEnum, { description: 'The kind of threat.' })
  declare readonly track: AttackTrack

  @Field(() => Float, { nullable: true, description: 'Bound in 1/255 grey levels; null where there is none.' })
  declare readonly epsilon: number | null

  @Field(() => NormEnum, { description: 'What the bound bounds.' })
  declare readonly norm: 'linf' | 'l2'

  @Field(() => [Float], { nullable: 'items', description: 'Dice; null where the class is absent throughout.' })
  declare readonly dice: readonly (number | null)[]

  @Field(() => [Float], { nullable: 'items', description: '95th-percentile Hausdorff distance in mm.' })
  declare readonly hd95Mm: readonly (number | null)[]

  @Field(() => [Float], { nullable: 'items', description: 'Normalised surface Dice at 2 mm.' })
  declare readonly nsd: readonly (number | null)[]

  @Field(() => Float, { description: 'Mean Dice over the foreground classes present: the ranking metric.' })
  declare readonly foregroundDice: number

  @Field(() => Float, { description: 'Largest change of a voxel, in units of the [0, 1] intensity range.' })
  declare readonly linf: number

  @Field(() => Float, { description: 'Euclidean length of the change, in the same units.' })
  declare readonly l2: number

  @Field(() => Float, { nullable: true, description: 'Radius of an L2 entry in the unit of `l2`; null for others.' })
  declare readonly l2Bound?: number | null | undefined

  @Field(() => Float, { nullable: true, description: 'Structural similarity to the clean volume, where measured.' })
  declare readonly ssim?: number | null | undefined

  @Field(() => String, {
    nullable: true,
    description:
      'The entry at a smaller bound whose volume stands here too, nothing worse having been sought or found.',
  })
  declare readonly carriedFrom?: string | null | undefined

  @Field(() => String, { nullable: true, description: 'The surrogates on which the volume was made.' })
  declare readonly transferredFrom?: string | null | undefined

  @Field(() => SurrogateScores, { nullable: true, description: 'How those surrogates fared.' })
  declare readonly onSurrogates?: SurrogateScores | null | undefined

  @Field(() => VanishedOrgan, { nullable: true, description: 'The organ that was to vanish, where one was.' })
  declare readonly vanished?: VanishedOrgan | null | undefined

  @Field(() => PaperMetrics, { nullable: true, description: 'The paper metrics; null outside their suite.' })
  declare readonly paper?: PaperMetrics | null | undefined

  @Field(() => [Trial], { description: 'Candidates of the ladder in the order in which they ran.' })
  declare readonly trials: readonly Trial[]

  @Field(() => [Float], { description: 'Loss before each step; empty where the attack has none.' })
  declare readonly losses: readonly number[]

  @Field(() => Boolean, { description: 'Whether the prediction held NaN or infinity and therefore scores 0.' })
  declare readonly nonFinite: boolean

  @Field(() => Float, { description: 'Seconds that the attack took.' })
  declare readonly seconds: number
}

@ObjectType({ description: 'Everything by which a result can be reproduced. Hashes are SHA-256.' })
export class Provenance {
  @Field(() => String, { description: 'Hash of the model file.' })
  declare readonly modelHash: string

  @Field(() => String, { description: 'Slug of the suite.' })
  declare readonly suiteId: string

  @Field(() => String, { description: 'Hash of the suite.' })
  declare readonly suiteHash: string

  @Field(() => String, { description: 'Slug of the dataset.' })
  declare readonly datasetId: string

  @Field(() => String, { description: 'Hash of the dataset.' })
  declare readonly datasetHash: string

  @Field(() => String, { description: 'Version of the engine that attacked and scored.' })
  declare readonly engineVersion: string

  @Field(() => String, {
    nullable: true,
    description: "Hash of the engine's files; null in results from before it was recorded.",
  })
  declare readonly engineHash?: string | null | undefined

  @Field(() => String, { description: 'Version of ONNX Runtime.' })
  declare readonly runtimeVersion: string

  @Field(() => [String], { description: 'Execution providers, such as cpu.' })
  declare readonly providers: readonly string[]

  @Field(() => String, {
    nullable: true,
    description: 'How the process that ran the model was held: bubblewrap, or degraded for a plain process.',
  })
  declare readonly confinement?: string | null | undefined

  @Field(() => Boolean, {
    description:
      'Whether the gradient of the model was used; without one it is attacked by queries and transfer alone.',
  })
  declare readonly usesGradient: boolean

  @Field(() => Int, { description: 'Seed of all random draws.' })
  declare readonly seed: number
}

@ObjectType({ description: 'The outcome of an evaluation, stored once.' })
export class EvaluationReport extends Robustness {
  /** Key of the evaluation, for field resolvers. */
  declare readonly evaluationKey: string

  @Field(() => Provenance, { description: 'What the result was made with.' })
  declare readonly provenance: Provenance

  @Field(() => [String], { description: 'Names of the classes by index; 0 is the background.' })
  declare readonly classNames: readonly string[]

  @Field(() => Int, { description: 'Volumes that were attacked.' })
  declare readonly caseCount: number

  @Field(() => Interval, { description: 'Foreground Dice on the clean volumes.' })
  declare readonly clean: Interval

  @Field(() => Interval, { description: 'Worst-case foreground Dice over all adversaries at the headline epsilon.' })
  declare readonly robust: Interval

  @Field(() => Interval, {
    nullable: true,
    description:
      'Mean height of the curve from 0 to the ranking epsilon: its area over that range; null in old reports.',
  })
  declare readonly curveArea?: Interval | null | undefined

  @Field(() => [EntrySummary], { description: 'Each suite entry over all cases.' })
  declare readonly entries: readonly EntrySummary[]

  @Field(() => [CaseScore], { description: 'Each case in the order of the dataset.' })
  declare readonly cases: readonly CaseScore[]

  @Field(() => [Float], {
    nullable: 'items',
    description: 'Mean over the cases of the lowest Dice of each class; empty in old reports.',
  })
  declare readonly worstDice: readonly (number | null)[]
}
