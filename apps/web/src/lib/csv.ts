/**
 * Records as CSV (RFC 4180): a header line, CRLF, quotes where needed. A text that a spreadsheet would run as a
 * formula gets a leading apostrophe. All records must have the keys of the first.
 */
export function toCsv(records: readonly Readonly<Record<string, string | number | boolean | null>>[]): string {
  const columns = Object.keys(records[0] ?? {})
  const lines = [columns, ...records.map((record) => columns.map((column) => record[column] ?? null))]
  return lines.map((line) => `${line.map(toField).join(',')}\r\n`).join('')
}

function toField(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
