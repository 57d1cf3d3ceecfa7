import { expect, test } from 'vitest'
import { fileNameRejection } from './file-name-rejection.ts'

test.each([
  ['../../../../etc/passwd', 'a step to a parent folder'],
  ['..\\..\\boot.ini', 'a step to a parent folder'],
  ['models/../../net.onnx', 'a step to a parent folder'],
  ['..', 'a step to a parent folder'],
  ['.. ', 'a step to a parent folder'],
  ['/etc/cron.d/net.onnx', 'an absolute path'],
  ['\\\\server\\share\\net.onnx', 'an absolute path'],
  ['C:\\models\\net.onnx', 'a drive letter'],
  ['c:net.onnx', 'a drive letter'],
  ['models/net.onnx', 'a path'],
  ['file:///net.onnx', 'a path'],
  ['.', 'nothing but the name of a folder'],
  ['net.onnx\u0000.png', 'a control character'],
  ['net.onnx\r\nSet-Cookie: a=b', 'a control character'],
  ['..%2F..%2Fnet.onnx', 'a step to a parent folder once it is decoded'],
  ['%2e%2e%5cnet.onnx', 'a step to a parent folder once it is decoded'],
  ['..%252f..%252fnet.onnx', 'a step to a parent folder once it is decoded'],
  // Overlong UTF-8 of `../`, which lax decoders took for it (CVE-2000-0884).
  ['%c0%ae%c0%ae%c0%afnet.onnx', 'a step to a parent folder once it is decoded'],
  ['%u002e%u002e%u002fnet.onnx', 'a step to a parent folder once it is decoded'],
  ['．．／net.onnx', 'a step to a parent folder once it is decoded'],
  ['net.onnx%00.png', 'a control character once it is decoded'],
])('%j is refused, since it holds %s', (name, found) => {
  expect(fileNameRejection(name)).toEqual({
    code: 'unsafe-file-name',
    message: expect.stringContaining(` holds ${found}; expected is the plain name of a file`),
  })
})

test.each([
  ['model.onnx'],
  ['my model (final) v2.1.onnx'],
  ['Lebermodell für Kinder – 第3版 🩻.onnx'],
  ['...onnx'],
  ['net..onnx'],
  ['..net.onnx'],
  ['50 % dropout, 100%.onnx'],
  ['run 12:30.onnx'],
  ['gpj.\u202exnno'],
  ['é'.repeat(400)],
  ['-rf'],
  [''],
  [undefined],
  [null],
])('%j is a plain name', (name) => {
  expect(fileNameRejection(name)).toBeUndefined()
})

test('the message shows what cannot be seen, and an example made of the last segment', () => {
  expect(fileNameRejection('../a\u202e\nb.onnx')?.message).toBe(
    'The file name “../a\\u{202e}\\u{a}b.onnx” holds a control character; expected is the plain name of a file, without ' +
      'folders and control characters, such as “ab.onnx”. Rename the file and submit it again. Nothing of it was stored.',
  )
})

test('the message of a name of 100,000 characters stays short', () => {
  expect(fileNameRejection('../'.repeat(33_334))?.message.length).toBeLessThan(400)
})
