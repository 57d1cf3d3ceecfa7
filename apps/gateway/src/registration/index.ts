export { registerDatasets, registerSuites } from './register.ts'
