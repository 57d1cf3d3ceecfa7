/** Rows that a board shows before "show all". */
export const rowLimit = 100
