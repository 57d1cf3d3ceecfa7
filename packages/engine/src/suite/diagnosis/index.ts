export { canAttack } from './can-attack.ts'
