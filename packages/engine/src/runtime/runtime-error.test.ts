import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeModel } from '../onnx/index.ts'
import { smallGraph } from '../optimize/test/compare.ts'
import { openSession } from './session.ts'

const runtime = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'))
const hasCuda = existsSync(join(runtime, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so'))

test.skipIf(hasCuda)('a provider that is not installed is the operator’s matter, not the model’s', async () => {
  const graph = smallGraph({ opType: 'Relu', shapes: [[2, 3]], attributes: {} })
  const bytes = encodeModel({ graph, opsets: new Map([['', graph.opset]]), irVersion: 10 })
  await expect(openSession(bytes, { providers: ['cuda', 'cpu'] }, 'a network')).rejects.toMatchObject({
    name: 'RuntimeError',
    code: 'provider-unavailable',
    retryable: true,
    message: expect.stringContaining('name cpu alone'),
  })
})
