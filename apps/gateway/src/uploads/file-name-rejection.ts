import type { Rejection } from '@voxproof/schema'

/**
 * Why a file of this name is not taken: it holds a path (a step to a parent folder, an absolute path, a drive, any
 * separator) or a control character, as it stands or percent-encoded up to three times. Undefined for a plain name,
 * however odd, and where the client sent none. The message shows the name in printable characters, at most 80 of them.
 */
export function fileNameRejection(name: string | null | undefined): Rejection | undefined {
  if (name === null || name === undefined) return undefined
  const readings = readingsOf(name)
  const danger = dangers.find(({ isIn }) => readings.some(isIn))
  if (danger === undefined) return undefined
  const encoded = danger.isIn(name) ? '' : ' once it is decoded'
  const message =
    `The file name ${quote(name)} holds ${danger.found}${encoded}; expected is the plain name of a file, without ` +
    `folders and control characters, such as ${quote(plainName(readings.at(-1) ?? name))}. Rename the file and ` +
    'submit it again. Nothing of it was stored.'
  return { code: 'unsafe-file-name', message }
}

const dangers: readonly { found: string; isIn: (name: string) => boolean }[] = [
  { found: 'a control character', isIn: (name) => /\p{Cc}/u.test(name) },
  { found: 'a step to a parent folder', isIn: (name) => segments(name).some((segment) => segment === '..') },
  { found: 'a drive letter', isIn: (name) => /^\s*\p{L}:/u.test(name) },
  { found: 'an absolute path', isIn: (name) => /^\s*[/\\]/.test(name) },
  { found: 'a path', isIn: (name) => /[/\\]/.test(name) },
  { found: 'nothing but the name of a folder', isIn: (name) => /^\s*[.~]\s*$/.test(name) },
]

/** The name and what decoders on its way could make of it, the least encoded last. */
function readingsOf(name: string): readonly string[] {
  const readings = [name.replace(/[／＼．∕⁄⧵﹨]/gu, (character) => lookalikes[character] ?? character)]
  for (let round = 0; round < 3; round += 1) readings.push(decodePercents(readings.at(-1) ?? name))
  return [name, ...readings]
}

/** Characters that file systems and conversions to narrower character sets turn into a separator or a dot. */
const lookalikes: Readonly<Record<string, string>> = {
  '／': '/',
  '∕': '/',
  '⁄': '/',
  '＼': '\\',
  '⧵': '\\',
  '﹨': '\\',
  '．': '.',
}

/** Decodes what is encoded and leaves the rest, such as the sign in `50 %.onnx`; also the overlong two-byte forms. */
function decodePercents(name: string): string {
  return name
    .replace(/%u00([0-9a-f]{2})/gi, '%$1')
    .replace(/%c([01])%([89ab][0-9a-f])/gi, (_, lead: string, rest: string) =>
      String.fromCharCode(Number(lead) * 64 + (Number.parseInt(rest, 16) % 64)),
    )
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
}

/** Windows takes no notice of spaces and dots at the end of a segment, so `.. ` is a step up as well. */
function segments(name: string): readonly string[] {
  return name.split(/[/\\]/).map((segment) => segment.trim())
}

function plainName(name: string): string {
  const last =
    segments(name)
      .at(-1)
      ?.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '') ?? ''
  return /[\p{L}\p{N}]/u.test(last) ? last.replace(/^\p{L}:/u, '') : 'model.onnx'
}

/** In quotes, on one line, nothing invisible: control, format and lone surrogate characters as `\u{2e}`. */
function quote(name: string): string {
  const shown = [...name]
    .slice(0, 80)
    .map((character) => character.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, escaped))
  return `“${shown.join('')}${[...name].length > 80 ? '…' : ''}”`
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
