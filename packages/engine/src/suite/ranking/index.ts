export { drawResamples, intervalOf } from './bootstrap.ts'
export { kendallTau } from './kendall-tau.ts'
export { type BoardRank, rankBoard } from './rank-board.ts'
export type { BoardEntry } from './standing.ts'
