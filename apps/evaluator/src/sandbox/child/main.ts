import { FrameReader, headerLimitBytes, modelLimitBytes } from '../protocol/index.ts'
import { ModelServer } from './model-server.ts'

/**
 * Entry of the sandboxed process: frames in on standard input, frames out on standard output, nothing else. It holds no
 * secret, no database, no label and no network, and is killed rather than asked to stop.
 */
const server = new ModelServer(process.stdout)
const reader = new FrameReader(
  () => ({ headerBytes: headerLimitBytes, payloadBytes: modelLimitBytes }),
  (frame) => server.accept(frame),
)
process.stdin.on('data', (chunk: Buffer) => reader.push(chunk))
process.stdin.on('end', () => process.exit(0))
