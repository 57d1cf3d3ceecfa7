import type { DatasetProblem } from '@voxproof/engine/datasets'

/** One line for each problem on standard error: its weight, its code, its message. */
export function printProblems(weight: 'error' | 'warning', problems: readonly DatasetProblem[]): void {
  for (const { code, message } of problems) console.error(`${weight} (${code}): ${message}`)
}
