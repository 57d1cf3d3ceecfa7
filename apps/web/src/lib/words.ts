/** A code or a field's name as words: `masks-gradient` → "Masks gradient", `zeroGradientShare` → "Zero gradient share". */
export function wordsOf(code: string): string {
  const words = code
    .replaceAll(/[-_]/g, ' ')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
