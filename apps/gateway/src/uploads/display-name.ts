/**
 * The name of an uploaded file as it may be shown: the last segment of whatever path the client sent, one line,
 * 120 characters at most, `model.onnx` where nothing remains. It is never part of a path.
 */
export function displayName(name: string | null | undefined): string {
  const segment = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  const line = segment.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()
  return line === '' || line === '.' || line === '..' ? 'model.onnx' : [...line].slice(0, 120).join('')
}
