export { AccountForm } from './account-form.tsx'
export { AccountMenu, AccountMenuFragment } from './account-menu.tsx'
export { loadViewer } from './load-viewer.ts'
