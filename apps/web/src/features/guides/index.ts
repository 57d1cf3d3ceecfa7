export { ApiGuide } from './api-guide.tsx'
export { HowItWorks } from './how-it-works.tsx'
export { loadSuites } from './load-suites.ts'
