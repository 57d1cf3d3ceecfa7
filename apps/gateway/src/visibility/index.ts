export { isOwnerShown, onBoards, visibleTo } from './visibility.store.ts'
