export { canonicalJson } from './canonical-json.ts'
export { canAttack, doubtsGradient } from './diagnosis/index.ts'
export { engineHash } from './engine-hash.ts'
export { engineVersion } from './engine-version.ts'
export {
  manifestText,
  type ResultManifest,
  resultManifest,
  type Selection,
  type TimelessOutcome,
  type TimelessPart,
} from './manifest.ts'
export {
  modelFiles,
  type OpenModel,
  openSurrogates,
  type SurrogateRequest,
} from './open-surrogates.ts'
export { partVictims, windowShapeOf } from './part-victims.ts'
export { type BoardEntry, type BoardRank, kendallTau, rankBoard, signedRankTest } from './ranking/index.ts'
export {
  type CostContext,
  expectedSeconds,
  type PartCalls,
  partCalls,
  type WindowCalls,
} from './expected-calls.ts'
export type {
  AttackOutcome,
  EntrySummary,
  EvaluationReport,
  Flag,
  Interval,
  PartResult,
  PerClass,
  Provenance,
  TransferSummary,
  Trial,
} from './report.ts'
export type { PartProgress, PartRequest, Surrogate, Tile } from './part-request.ts'
export { runPart } from './run-part.ts'
export {
  applicableEntries,
  type GradientAvailability,
  isSecondRound,
  type PartContext,
  partGroups,
  repeatedName,
  surrogatesOf,
  surrogatesOfGroup,
} from './part-groups.ts'
export { type Measured, type RescoreRequest, rescoreVolume, type Rescoring } from './rescore-volume.ts'
export { secondRoundGroups, secondRoundReasons } from './second-round.ts'
export { type EntrySelection, selectEntries } from './select-entries.ts'
export {
  type SuiteDefinition,
  suiteDefinitionSchema,
  type SuiteEntry,
  type SurrogateReference,
  type Track,
} from './suite-definition.ts'
export { rankingSuite, type SuiteId, suiteHash, suites } from './suite-list.ts'
export { type SummaryRequest, summarise } from './summarise.ts'
export { transferFolder, type TransferFolder, transferLimitBytes } from './transfer-store.ts'
export type { TransferStore, TransferVolume } from './transfer-volume.ts'
export { AttackBoundError } from './verify-bound.ts'
export {
  type KnownResult,
  type ManifestProblemCode,
  type ManifestVerdict,
  timed,
  verifyManifest,
} from './verify-manifest.ts'
