export { AccountForm } from './account-form.tsx'
export { loadViewer } from './load-viewer.ts'
