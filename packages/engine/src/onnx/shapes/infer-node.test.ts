import { describe, expect, it } from 'vitest'
import { type InferCase, inferredWords, typed } from '../../test/infer-case.ts'
import { attributesOf, float } from '../attributes.ts'
import { exampleNode } from '../example-model.ts'
import type { SpecialiseErrorCode } from '../specialise-error.ts'
import { inferNode } from './infer-node.ts'

const at = attributesOf
const image = [2, 4, 9, 8, 7]

/** Expected extents: floor((size + pads - dilation * (kernel - 1) - 1) / stride) + 1, as the ONNX specification has it. */
const convolutionAndPooling: readonly InferCase[] = [
  [
    'Conv',
    at({ pads: [1, 1, 1, 1, 1, 1], strides: [2, 2, 2] }),
    [image, [6, 4, 3, 3, 3], [6]],
    ['float32 [2,6,5,4,4]'],
  ],
  ['Conv', at({ dilations: [2, 2, 2], group: 2 }), [image, [6, 2, 3, 3, 3]], ['float32 [2,6,5,4,3]']],
  ['Conv', at({ auto_pad: 'SAME_UPPER', strides: [2, 2, 2] }), [image, [6, 4, 3, 3, 3]], ['float32 [2,6,5,4,4]']],
  ['Conv', at({ auto_pad: 'VALID', strides: [2, 3, 1] }), [image, [6, 4, 3, 3, 3]], ['float32 [2,6,4,2,5]']],
  // stride * (size - 1) + output_padding + dilation * (kernel - 1) + 1 - pads
  ['ConvTranspose', at({ strides: [2, 2, 2] }), [image, [4, 3, 2, 2, 2]], ['float32 [2,3,18,16,14]']],
  [
    'ConvTranspose',
    at({ strides: [2, 2, 2], pads: [1, 1, 1, 1, 1, 1], output_padding: [1, 1, 1], group: 2 }),
    [image, [4, 3, 3, 3, 3]],
    ['float32 [2,6,18,16,14]'],
  ],
  ['ConvTranspose', at({ output_shape: [18, 17, 15] }), [image, [4, 3, 3, 3, 3]], ['float32 [2,3,18,17,15]']],
  [
    'ConvTranspose',
    at({ auto_pad: 'SAME_UPPER', strides: [3, 2, 1] }),
    [image, [4, 3, 3, 3, 3]],
    ['float32 [2,3,27,16,7]'],
  ],
  [
    'MaxPool',
    at({ kernel_shape: [2, 2, 2], strides: [2, 2, 2] }),
    [image],
    ['float32 [2,4,4,4,3]', 'int64 [2,4,4,4,3]'],
  ],
  ['MaxPool', at({ kernel_shape: [2, 2, 2], strides: [2, 2, 2], ceil_mode: 1 }), [image], ['float32 [2,4,5,4,4]']],
  // With ceil_mode a last window that would begin in the trailing padding is dropped.
  [
    'AveragePool',
    at({ kernel_shape: [1], strides: [2], pads: [0, 1], ceil_mode: 1 }),
    [[1, 1, 4]],
    ['float32 [1,1,2]'],
  ],
  ['LpPool', at({ kernel_shape: [3, 3, 3], dilations: [2, 2, 2] }), [image], ['float32 [2,4,5,4,3]']],
  ['GlobalAveragePool', {}, [image], ['float32 [2,4,1,1,1]']],
  [
    'MaxUnpool',
    at({ kernel_shape: [2, 2], strides: [2, 2] }),
    [[1, 1, 2, 3], typed('int64', [1, 1, 2, 3])],
    ['float32 [1,1,4,6]'],
  ],
]

const products: readonly InferCase[] = [
  [
    'MatMul',
    {},
    [
      [2, 1, 3, 4],
      [5, 4, 6],
    ],
    ['float32 [2,5,3,6]'],
  ],
  ['MatMul', {}, [[4], [5, 4, 6]], ['float32 [5,6]']],
  ['MatMul', {}, [[4], [4]], ['float32 []']],
  ['Gemm', at({ transA: 1, transB: 1 }), [[4, 3], [6, 4], [6]], ['float32 [3,6]']],
  [
    'Einsum',
    at({ equation: 'bhqd,bhkd->bhqk' }),
    [
      [1, 2, 3, 4],
      [1, 2, 5, 4],
    ],
    ['float32 [1,2,3,5]'],
  ],
  [
    'Einsum',
    at({ equation: '...ij,...jk' }),
    [
      [7, 2, 3],
      [3, 5],
    ],
    ['float32 [7,2,5]'],
  ],
  ['Det', {}, [[3, 2, 2]], ['float32 [3]']],
]

const rearranging: readonly InferCase[] = [
  ['Reshape', {}, [[2, 3, 4], { ints: [0, -1] }], ['float32 [2,12]']],
  ['Reshape', at({ allowzero: 1 }), [[0, 3], { ints: [3, 0] }], ['float32 [3,0]']],
  ['Flatten', at({ axis: 2 }), [[2, 3, 4, 5]], ['float32 [6,20]']],
  ['Squeeze', {}, [[1, 3, 1], { ints: [-1] }], ['float32 [1,3]']],
  ['Squeeze', {}, [[1, 3, 1]], ['float32 [3]']],
  ['Unsqueeze', {}, [[3, 4], { ints: [0, -1] }], ['float32 [1,3,4,1]']],
  ['Transpose', at({ perm: [0, 2, 1] }), [[2, 3, 4]], ['float32 [2,4,3]']],
  ['Transpose', {}, [[2, 3, 4]], ['float32 [4,3,2]']],
  ['Expand', {}, [[3, 1], { ints: [2, 1, 6] }], ['float32 [2,3,6]']],
  ['Tile', {}, [[2, 3], { ints: [2, 1] }], ['float32 [4,3]']],
  ['DepthToSpace', at({ blocksize: 2 }), [[1, 8, 2, 3]], ['float32 [1,2,4,6]']],
  ['SpaceToDepth', at({ blocksize: 2 }), [[1, 2, 4, 6]], ['float32 [1,8,2,3]']],
  ['Slice', {}, [[10, 5], { ints: [-3, 0] }, { ints: [2 ** 53 - 1, -1] }, { ints: [0, 1] }], ['float32 [3,4]']],
  ['Slice', {}, [[10], { ints: [-1] }, { ints: [-(2 ** 53)] }, { ints: [0] }, { ints: [-3] }], ['float32 [4]']],
  ['Pad', {}, [[2, 3], { ints: [1, -1] }, null, { ints: [1] }], ['float32 [2,3]']],
  [
    'Concat',
    at({ axis: 1 }),
    [
      [2, 3],
      [2, 4],
    ],
    ['float32 [2,7]'],
  ],
  ['Split', at({ axis: 0, num_outputs: 2 }), [[5, 2]], ['float32 [3,2]', 'float32 [2,2]']],
  ['CenterCropPad', at({ axes: [1] }), [[4, 5], { ints: [9] }], ['float32 [4,9]']],
  ['Col2Im', {}, [[1, 5, 5], { ints: [5, 5] }, { ints: [1, 5] }], ['float32 [1,1,5,5]']],
  ['Shape', at({ start: 1, end: -1 }), [[2, 3, 4, 5]], ['int64 [2]']],
]

const gatheringAndReducing: readonly InferCase[] = [
  ['Gather', at({ axis: 1 }), [[2, 5, 4], typed('int64', [3, 6])], ['float32 [2,3,6,4]']],
  ['Gather', {}, [[5], { scalar: 2 }], ['float32 []']],
  ['GatherElements', at({ axis: 1 }), [[2, 5], typed('int64', [2, 3])], ['float32 [2,3]']],
  ['GatherND', at({ batch_dims: 1 }), [[2, 3, 4], typed('int64', [2, 1])], ['float32 [2,4]']],
  ['TopK', at({ axis: 1 }), [[2, 5], { ints: [3] }], ['float32 [2,3]', 'int64 [2,3]']],
  ['OneHot', at({ axis: 1 }), [typed('int64', [2, 4]), { scalar: 3 }, [2]], ['float32 [2,3,4]']],
  ['ReduceMean', {}, [[2, 3, 4], { ints: [-1] }], ['float32 [2,3,1]']],
  ['ReduceSum', at({ keepdims: 0, noop_with_empty_axes: 1 }), [[2, 3]], ['float32 [2,3]']],
  ['ReduceMax', at({ keepdims: 0 }), [[2, 3]], ['float32 []']],
  ['ArgMax', at({ axis: 1, keepdims: 0 }), [[2, 3, 4]], ['int64 [2,4]']],
  ['CumSum', {}, [[2, 3], { scalar: 1 }], ['float32 [2,3]']],
]

const elementwiseAndTypes: readonly InferCase[] = [
  [
    'Add',
    {},
    [
      [3, 1, 5],
      [4, 1],
    ],
    ['float32 [3,4,5]'],
  ],
  ['Where', {}, [typed('bool', [3, 1]), [1, 4], [4]], ['float32 [3,4]']],
  ['Greater', {}, [[3, 1], [4]], ['bool [3,4]']],
  ['Cast', at({ to: 7 }), [[2]], ['int64 [2]']],
  ['QuantizeLinear', {}, [[2], [], typed('int8', [])], ['int8 [2]']],
  ['DequantizeLinear', {}, [typed('int8', [2]), []], ['float32 [2]']],
  ['Range', {}, [{ scalar: 1 }, { scalar: 10 }, { scalar: 3 }], ['int64 [3]']],
  ['ConstantOfShape', {}, [{ ints: [2, 3] }], ['float32 [2,3]']],
  ['LayerNormalization', at({ axis: -1 }), [[2, 3, 4], [4], [4]], ['float32 [2,3,4]', 'float32 [2,3,1]']],
  [
    'LSTM',
    at({ hidden_size: 5, direction: 'bidirectional' }),
    [
      [7, 2, 3],
      [2, 20, 3],
      [2, 20, 5],
    ],
    ['float32 [7,2,2,5]', 'float32 [2,2,5]', 'float32 [2,2,5]'],
  ],
  [
    'Attention',
    at({ q_num_heads: 2, kv_num_heads: 1 }),
    [
      [1, 3, 8],
      [1, 6, 4],
      [1, 6, 5],
    ],
    ['float32 [1,3,10]'],
  ],
]

const resampling: readonly InferCase[] = [
  ['Resize', {}, [[1, 2, 3, 4, 5], null, { floats: [1, 1, 2, 2, 2] }], ['float32 [1,2,6,8,10]']],
  ['Resize', {}, [[1, 2, 5], null, { floats: [1, 1, 0.6] }], ['float32 [1,2,3]']],
  ['Resize', at({ axes: [2] }), [[1, 2, 5], null, null, { ints: [9] }], ['float32 [1,2,9]']],
  [
    'Resize',
    at({ keep_aspect_ratio_policy: 'not_larger', axes: [2, 3] }),
    [[1, 1, 2, 4], null, null, { ints: [7, 8] }],
    ['float32 [1,1,4,8]'],
  ],
  ['GridSample', {}, [image, [2, 3, 4, 5, 3]], ['float32 [2,4,3,4,5]']],
  ['AffineGrid', {}, [[2, 3, 4], { ints: [2, 1, 5, 6, 7] }], ['float32 [2,5,6,7,3]']],
]

describe('inferNode gives the types that the operators define', () => {
  const table = [
    ...convolutionAndPooling,
    ...products,
    ...rearranging,
    ...gatheringAndReducing,
    ...elementwiseAndTypes,
    ...resampling,
  ]
  it.each(table)('%s %j %j → %j', (opType, attributes, inputs, outputs) => {
    expect(inferredWords([opType, attributes, inputs, outputs])).toEqual(outputs)
  })
})

describe('inferNode names the node that it cannot type', () => {
  const refusals: readonly (readonly [InferCase, SpecialiseErrorCode, RegExp])[] = [
    [['NonZero', {}, [[2, 2]], ['?']], 'shape-not-supported', /NonZero.*depends on the data/],
    [['Unique', {}, [[2]], ['?']], 'shape-not-supported', /Unique.*depends on the data/],
    [['SequenceAt', {}, [[2], { scalar: 0 }], ['?']], 'unsupported-operator', /sequences/],
    [
      ['Resize', at({ mode: 'cubic' }), [[1, 1, 4, 4, 4], null, { floats: [1, 1, 2, 2, 2] }], ['?']],
      'unsupported-operator',
      /cubically over a tensor of rank 5/,
    ],
    [['StringConcat', {}, [[2], [2]], ['?']], 'unsupported-operator', /StringConcat.*not supported/],
    [
      [
        'Conv',
        {},
        [
          [1, 3, 8],
          [4, 2, 3],
        ],
        ['?'],
      ],
      'shape-not-supported',
      /expect 2 channels, x has 3/,
    ],
    [
      [
        'Conv',
        {},
        [
          [1, 2, 8],
          [4, 2, 3],
          [4, 2],
        ],
        ['?'],
      ],
      'malformed-model',
      /bias has shape \[4, 2\], \[4\]/,
    ],
    [
      [
        'Conv',
        {},
        [
          [1, 2, 2],
          [4, 2, 3],
        ],
        ['?'],
      ],
      'shape-not-supported',
      /Use a larger input/,
    ],
    [['Add', {}, [[3], [4]], ['?']], 'shape-not-supported', /\[3\] and \[4\] do not broadcast/],
    [['Reshape', {}, [[6], { ints: [4, -1] }], ['?']], 'shape-not-supported', /\[6\] cannot become \[4, -1\]/],
    [['Reshape', {}, [[6], typed('int64', [2])], ['?']], 'shape-not-supported', /the new shape \(input x1\)/],
    [['Elu', { alpha: float(1) }, [[2]], ['?', '?']], 'malformed-model', /has 2 outputs, the operator makes 1/],
  ]
  it.each(refusals)('%j → %s', (refused, code, message) => {
    const attempt = () => inferredWords(refused)
    expect(attempt).toThrow(message)
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })

  it('of a custom domain', () => {
    const node = { ...exampleNode('Fused', ['x'], ['y']), domain: 'com.vendor', name: 'head' }
    expect(() => inferNode(node, [{ dataType: 'float32', shape: [1] }], [], { opset: 21 })).toThrow(
      'com.vendor.Fused (node head) is not an ONNX operator.',
    )
  })
})
