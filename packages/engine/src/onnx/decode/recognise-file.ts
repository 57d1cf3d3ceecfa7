/** A file format by the bytes that its files hold at `offset`. */
interface Signature {
  readonly looksLike: string
  readonly offset: number
  readonly bytes: readonly number[]
  readonly advice: string
}

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0))
const exportIt = 'Export the network with torch.onnx.export and upload the .onnx file.'
const uploadInstead = 'Upload the .onnx file of the network instead.'

const signatures: readonly Signature[] = [
  {
    looksLike: 'an ONNX Runtime .ort file',
    offset: 4,
    bytes: ascii('ORTM'),
    advice: 'Upload the .onnx file it was made from.',
  },
  { looksLike: 'a TensorFlow Lite file', offset: 4, bytes: ascii('TFL3'), advice: 'Convert it with tf2onnx.' },
  {
    looksLike: 'a ZIP archive (PyTorch checkpoints are ZIP archives)',
    offset: 0,
    bytes: [0x50, 0x4b, 0x03, 0x04],
    advice: `A checkpoint holds weights without the network. ${exportIt}`,
  },
  { looksLike: 'an empty ZIP archive', offset: 0, bytes: [0x50, 0x4b, 0x05, 0x06], advice: uploadInstead },
  {
    looksLike: 'a Python pickle (an old PyTorch checkpoint)',
    offset: 0,
    bytes: [0x80, 0x02],
    advice: `A checkpoint holds weights without the network. ${exportIt}`,
  },
  { looksLike: 'a Python pickle', offset: 0, bytes: [0x80, 0x03], advice: exportIt },
  { looksLike: 'a Python pickle', offset: 0, bytes: [0x80, 0x04], advice: exportIt },
  { looksLike: 'a Python pickle', offset: 0, bytes: [0x80, 0x05], advice: exportIt },
  {
    looksLike: 'an HDF5 file (Keras)',
    offset: 0,
    bytes: [0x89, ...ascii('HDF\r\n')],
    advice: 'Convert it with tf2onnx.',
  },
  { looksLike: 'a NumPy array', offset: 0, bytes: [0x93, ...ascii('NUMPY')], advice: uploadInstead },
  { looksLike: 'a PNG image', offset: 0, bytes: [0x89, ...ascii('PNG')], advice: uploadInstead },
  { looksLike: 'a JPEG image', offset: 0, bytes: [0xff, 0xd8, 0xff], advice: uploadInstead },
  { looksLike: 'a GIF image', offset: 0, bytes: ascii('GIF8'), advice: uploadInstead },
  { looksLike: 'a PDF document', offset: 0, bytes: ascii('%PDF'), advice: uploadInstead },
  { looksLike: 'a gzip archive (.gz, .nii.gz, .tar.gz)', offset: 0, bytes: [0x1f, 0x8b], advice: 'Unpack it first.' },
  { looksLike: 'an xz archive', offset: 0, bytes: [0xfd, ...ascii('7zXZ')], advice: 'Unpack it first.' },
  { looksLike: 'a Zstandard archive', offset: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd], advice: 'Unpack it first.' },
  { looksLike: 'a 7-Zip archive', offset: 0, bytes: ascii('7z\xbc\xaf'), advice: 'Unpack it first.' },
  { looksLike: 'a tar archive', offset: 257, bytes: ascii('ustar'), advice: 'Unpack it first.' },
  { looksLike: 'a program (ELF)', offset: 0, bytes: [0x7f, ...ascii('ELF')], advice: uploadInstead },
  { looksLike: 'a program (Windows)', offset: 0, bytes: [...ascii('MZ'), 0x90], advice: uploadInstead },
  { looksLike: 'a DICOM file', offset: 128, bytes: ascii('DICM'), advice: uploadInstead },
  { looksLike: 'a NIfTI volume', offset: 344, bytes: ascii('n+1\0'), advice: uploadInstead },
  { looksLike: 'a NIfTI volume', offset: 4, bytes: ascii('n+2\0'), advice: uploadInstead },
  {
    looksLike: 'a safetensors file',
    offset: 8,
    bytes: ascii('{"'),
    advice: `It holds weights without the network. ${exportIt}`,
  },
  {
    looksLike: 'a TensorRT engine',
    offset: 0,
    bytes: ascii('ptrt'),
    advice: 'Upload the .onnx file it was made from.',
  },
  { looksLike: 'a GGUF file', offset: 0, bytes: ascii('GGUF'), advice: uploadInstead },
  {
    looksLike: 'a Git LFS pointer',
    offset: 0,
    bytes: ascii('version https://git-lfs'),
    advice: 'Fetch the file itself with git lfs pull and upload that.',
  },
  {
    looksLike: 'a web page or XML',
    offset: 0,
    bytes: ascii('<'),
    advice: 'The download of the model may have failed.',
  },
  { looksLike: 'JSON', offset: 0, bytes: ascii('{"'), advice: uploadInstead },
]

/** What the file is by its first bytes, and what to do about it; undefined where it is no format that we know. */
export function recogniseFile(bytes: Uint8Array): { readonly looksLike: string; readonly advice: string } | undefined {
  return signatures.find(({ offset, bytes: expected }) => expected.every((byte, at) => bytes[offset + at] === byte))
}
