export { foldElementCap, foldNode } from './fold-node.ts'
