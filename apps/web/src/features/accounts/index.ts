export { AccountForm } from './account-form.tsx'
export { AccountMenu } from './account-menu.tsx'
export { loadViewer } from './load-viewer.ts'
