export { type Database, openDatabase, type OpenedDatabase, type Transaction } from './open-database.ts'
export { migrate } from './migrate.store.ts'
export { ping } from './ping.store.ts'
