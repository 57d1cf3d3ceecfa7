import { describe, expect, it } from 'vitest'
import { attributesOf } from '../attributes.ts'
import { constantTensor } from '../constants.ts'
import { exampleGraph, exampleModel, exampleNetwork, exampleNode as node, tensorValue } from '../example-model.ts'
import { specialise } from '../specialise/index.ts'
import { estimateCost } from './estimate-cost.ts'

describe('estimateCost', () => {
  it('counts a multiply-add as two operations and frees what was read last', () => {
    // Conv: 2 * 128 outputs * 1 weight each; Neg: 128. z and the logits of 512 bytes are alive at once.
    expect(estimateCost(specialise(exampleNetwork(), [1, 1, 4, 4, 4]))).toEqual({
      flops: 256 + 128,
      parameterCount: 4,
      weightBytes: 16,
      largestTensorBytes: 512,
      liveBytesEstimate: 1024,
    })
  })

  it('counts a body once an iteration', () => {
    const body = exampleGraph({
      inputs: [tensorValue('state', []), tensorValue('slice', [])],
      outputs: [tensorValue('sum', []), tensorValue('row', [])],
      nodes: [node('Add', ['state', 'slice'], ['sum']), node('Neg', ['sum'], ['row'])],
    })
    const scan = node('Scan', ['zero', 'x'], ['', 'y'], {
      ...attributesOf({ num_scan_inputs: 1 }),
      body: { kind: 'graph', value: body },
    })
    const graph = exampleGraph({
      inputs: [tensorValue('x', ['t', 4])],
      outputs: [tensorValue('y', [])],
      nodes: [scan],
      initializers: { zero: constantTensor('float32', [4], [0, 0, 0, 0]) },
    })
    expect(estimateCost(specialise(exampleModel(graph), [10, 4])).flops).toBe(10 * (4 + 4))
  })

  it('takes products by their contracted extent', () => {
    const initializers = { w: constantTensor('float32', [3, 5], new Float32Array(15)) }
    const inputs = [tensorValue('x', [2, 3])]
    const outputs = [tensorValue('y', [])]
    const product = (nodes: Parameters<typeof exampleGraph>[0]['nodes']) =>
      estimateCost(specialise(exampleModel(exampleGraph({ inputs, outputs, nodes, initializers })), [2, 3])).flops
    expect(product([node('MatMul', ['x', 'w'], ['y'])])).toBe(2 * 2 * 3 * 5)
    expect(product([node('Einsum', ['x', 'w'], ['y'], attributesOf({ equation: 'ij,jk->ik' }))])).toBe(2 * 2 * 3 * 5)
  })
})
