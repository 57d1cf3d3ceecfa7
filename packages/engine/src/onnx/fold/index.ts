export { foldElementCap, foldNode } from './fold-node.ts'
export { foldsFromTypes } from './registry.ts'
