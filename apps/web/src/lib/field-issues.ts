import type { z } from 'zod'

/** The first message for each field, by its path ("datasets", "paperUrl"). */
export type FieldIssues = Readonly<Record<string, string>>

/** Issues of zod or of the gateway as one message per field; deeper paths count for their first part. */
export function fieldIssues(
  issues: readonly { path: string | readonly PropertyKey[]; message: string }[],
): FieldIssues {
  const found: Record<string, string> = {}
  for (const { path, message } of issues) {
    const field = typeof path === 'string' ? (path.replace(/^input\./, '').split('.')[0] ?? '') : String(path[0] ?? '')
    found[field] ??= message
  }
  return found
}

/** What the form holds, checked: the value, or the issues by field. */
export function checkForm<Value>(schema: z.ZodType<Value>, form: unknown): { value: Value } | { issues: FieldIssues } {
  const checked = schema.safeParse(form)
  return checked.success ? { value: checked.data } : { issues: fieldIssues(checked.error.issues) }
}
