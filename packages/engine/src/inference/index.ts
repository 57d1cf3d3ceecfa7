export type { WindowModel } from './window-model.ts'
