/**
 * The plain name of an uploaded file as it is shown: without invisible characters, 120 characters at most, `model.onnx`
 * where nothing remains. It is never part of a path.
 */
export function displayName(name: string | null | undefined): string {
  const visible = (name ?? '').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()
  return visible === '' ? 'model.onnx' : [...visible].slice(0, 120).join('')
}
