export { drawResamples, intervalOf } from './bootstrap.ts'
export { type BoardEntry, type BoardRank, rankBoard } from './rank-board.ts'
