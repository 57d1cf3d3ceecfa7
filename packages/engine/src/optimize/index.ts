export { checkpointing } from './checkpointing.ts'
export { finalRewrites, forwardRewrites, lowerFinal, lowerForward } from './optimize.ts'
export { type GraphRewrite, type NodeRewrite, rewriteNodes } from './rewrite.ts'
