export { canonicalJson } from './canonical-json.ts'
export { engineVersion } from './engine-version.ts'
export { type BoardEntry, type BoardRank, rankBoard } from './rank-board.ts'
export type {
  AttackOutcome,
  EntrySummary,
  EvaluationReport,
  Interval,
  PartResult,
  PerClass,
  Provenance,
} from './report.ts'
export { type PartProgress, type PartRequest, runPart } from './run-part.ts'
export {
  partGroups,
  type SuiteDefinition,
  suiteDefinitionSchema,
  type SuiteEntry,
  type Track,
} from './suite-definition.ts'
export { type SuiteId, suiteHash, suites } from './suite-list.ts'
export { type SummaryRequest, summarise } from './summarise.ts'
export { AttackBoundError } from './verify-bound.ts'
