import { describe, expect, it } from 'vitest'
import { constantTensor } from '../constants.ts'
import { exampleGraph, exampleModel, exampleNetwork, exampleNode, tensorValue } from '../example-model.ts'
import type { Graph, Model, ModelFunction } from '../graph.ts'
import type { ModelIssueCode } from './issue.ts'
import { imageInput, logitsOutput } from './model-interface.ts'
import { operatorHistogram } from './operators.ts'
import { validateModel } from './validate-model.ts'

const image = tensorValue('image', ['n', 1, 'd', 'h', 'w'])
const logits = tensorValue('logits', ['n', 3, 'd', 'h', 'w'])

/** A network that passes its image on, with parts of its graph replaced. */
function network(parts: Partial<Graph>, extra: Partial<Model> = {}): Model {
  const base = exampleGraph({ inputs: [image], outputs: [logits], nodes: [exampleNode('Relu', ['image'], ['logits'])] })
  return exampleModel({ ...base, ...parts }, extra)
}

const relu = exampleNode('Relu', ['image'], ['logits'])
const head = exampleNode('Neg', ['image'], ['deep'])

describe('validateModel', () => {
  it.each<[string, Model]>([
    ['symbolic sizes', network({})],
    ['a branch that reads outer values', exampleNetwork()],
    ['fixed sizes and a batch of two', network({ inputs: [tensorValue('image', [2, 4, 96, 96, 64])] })],
    ['unnamed sizes', network({ inputs: [tensorValue('image', [null, 1, null, null, null])] })],
    [
      'initializers among the inputs, as before IR 4',
      network({
        inputs: [image, tensorValue('w', [1])],
        initializers: new Map([['w', constantTensor('float32', [1], [1])]]),
      }),
    ],
    [
      'a second output that is no volume',
      network({ nodes: [relu, head], outputs: [tensorValue('deep', ['n', 2]), logits] }),
    ],
    ['an output of undeclared shape', network({ outputs: [{ name: 'logits', kind: 'unknown' }] })],
    [
      'imports of domains that no node uses',
      network(
        {},
        {
          opsets: new Map([
            ['', 17],
            ['com.microsoft', 1],
          ]),
        },
      ),
    ],
  ])('accepts %s', (_, model) => {
    expect(validateModel(model)).toEqual([])
  })

  it.each<[string, Model, ModelIssueCode, string]>([
    [
      'two images',
      network({ inputs: [image, tensorValue('mask', ['n', 1, 'd', 'h', 'w'])] }),
      'wrong-inputs',
      'found 2: "image", "mask"',
    ],
    [
      'no input',
      network({ inputs: [], nodes: [exampleNode('Constant', [], ['logits'])] }),
      'wrong-inputs',
      'found none',
    ],
    [
      'a 2-D network',
      network({ inputs: [tensorValue('image', [1, 3, 64, 64])] }),
      'wrong-rank',
      '[1, 3, 64, 64] of rank 4',
    ],
    [
      'an input of undeclared shape',
      network({ inputs: [{ name: 'image', kind: 'tensor', dataType: 'float32' }] }),
      'wrong-rank',
      'no declared shape',
    ],
    [
      'float64',
      network({ inputs: [tensorValue('image', ['n', 1, 'd', 'h', 'w'], 'float64')] }),
      'wrong-data-type',
      'Input "image" has elements of type float64, expected float32, float16 or bfloat16. Convert the network with model.float()',
    ],
    [
      'integer images',
      network({ inputs: [tensorValue('image', ['n', 1, 'd', 'h', 'w'], 'uint8')] }),
      'wrong-data-type',
      'type uint8',
    ],
    [
      'no channels',
      network({ inputs: [tensorValue('image', ['n', 0, 'd', 'h', 'w'])] }),
      'wrong-inputs',
      'no channels',
    ],
    [
      'an empty volume',
      network({ inputs: [tensorValue('image', [1, 1, 0, 8, 8])] }),
      'shape-not-supported',
      'is empty',
    ],
    ['a sequence', network({ inputs: [{ name: 'image', kind: 'sequence' }] }), 'wrong-inputs', 'is a sequence value'],
    [
      'deep supervision',
      network({ nodes: [relu, head], outputs: [logits, tensorValue('deep', ['n', 3, 'd', 'h', 'w'])] }),
      'wrong-outputs',
      'found 2: "logits[n, 3, d, h, w]", "deep[n, 3, d, h, w]"',
    ],
    ['no output', network({ outputs: [] }), 'wrong-outputs', 'found none'],
    [
      'a classifier',
      network({ outputs: [tensorValue('logits', ['n', 3])] }),
      'wrong-rank',
      'Output "logits" has shape',
    ],
    [
      'labels for an output',
      network({ outputs: [tensorValue('logits', ['n', 1, 'd', 'h', 'w'], 'int64')] }),
      'wrong-data-type',
      'without the final argmax',
    ],
    [
      'a custom operator',
      network({ nodes: [{ ...relu, domain: 'com.microsoft', opType: 'FusedConv', name: 'dec1' }] }),
      'custom-operator',
      '"com.microsoft.FusedConv (node dec1)"',
    ],
    [
      'opset 6',
      network({}, { opsets: new Map([['', 6]]) }),
      'unsupported-opset',
      'uses opset 6, expected opset 7 to 26',
    ],
    ['opset 27', network({}, { opsets: new Map([['', 27]]) }), 'unsupported-opset', 'uses opset 27'],
    ['no opset', network({}, { opsets: new Map() }), 'unsupported-opset', 'imports no version'],
    [
      'a value that nothing defines',
      network({ nodes: [exampleNode('Add', ['image', 'ghost'], ['logits'])] }),
      'malformed-model',
      'defines: "ghost"',
    ],
    ['a value defined twice', network({ nodes: [relu, relu] }), 'malformed-model', 'more than once: "logits"'],
    ['an output that nothing computes', network({ nodes: [head] }), 'malformed-model', 'nothing computes: "logits"'],
  ])('refuses %s', (_, model, code, message) => {
    const issues = validateModel(model)
    expect(issues.map((issue) => issue.code)).toEqual([code])
    expect(issues[0]?.message).toContain(message)
  })

  it('finds a custom operator in the body of a function and in a branch', () => {
    const foreign = { ...exampleNode('Magic', ['x'], ['y']), domain: 'vendor' }
    const definition: ModelFunction = {
      domain: 'own',
      name: 'Layer',
      overload: '',
      inputs: ['x'],
      outputs: ['y'],
      attributeNames: [],
      attributeDefaults: {},
      opsets: new Map([['', 18]]),
      nodes: [foreign],
    }
    const callNode = { ...exampleNode('Layer', ['image'], ['logits']), domain: 'own' }
    const byFunction = validateModel(network({ nodes: [callNode] }, { functions: [definition] }))
    expect(byFunction.map((issue) => issue.code)).toEqual(['custom-operator'])
    expect(byFunction[0]?.message).toContain('vendor.Magic')

    const branch = exampleGraph({ inputs: [], outputs: [], nodes: [{ ...foreign, inputs: ['image'] }] })
    const branching = exampleNode('If', ['image'], ['logits'], { then_branch: { kind: 'graph', value: branch } })
    const byBranch = validateModel(network({ nodes: [branching] }))
    expect(byBranch.map((issue) => issue.code)).toEqual(['custom-operator'])
  })

  it('refuses a body that defines a name of the outer graph again', () => {
    const branch = exampleGraph({ inputs: [], outputs: [], nodes: [exampleNode('Neg', ['image'], ['image'])] })
    const branching = exampleNode('If', ['image'], ['logits'], { then_branch: { kind: 'graph', value: branch } })
    expect(validateModel(network({ nodes: [branching] }))[0]?.message).toContain('more than once: "image"')
  })

  it('names every operator that is not accepted', () => {
    const [issue] = validateModel(network({}), { acceptsOperator: (opType) => opType !== 'Relu' })
    expect(issue?.code).toBe('unsupported-operator')
    expect(issue?.message).toContain('"Relu"')
  })

  it('takes nodes in any order, in bodies too', () => {
    const branch = exampleGraph({ inputs: [], outputs: [], nodes: [exampleNode('Abs', ['u'], ['v'])] })
    const branching = exampleNode('If', ['image'], ['u'], { then_branch: { kind: 'graph', value: branch } })
    const nodes = [exampleNode('Neg', ['t'], ['logits']), branching, exampleNode('Relu', ['image'], ['t'])]
    expect(validateModel(network({ nodes }))).toEqual([])
  })

  it('takes images and logits in half precision', () => {
    const inputs = (type: 'float16' | 'bfloat16') => [tensorValue('image', ['n', 1, 'd', 'h', 'w'], type)]
    const outputs = (type: 'float16' | 'bfloat16') => [tensorValue('logits', ['n', 2, 'd', 'h', 'w'], type)]
    for (const type of ['float16', 'bfloat16'] as const) {
      expect(validateModel(network({ inputs: inputs(type), outputs: outputs(type) }))).toEqual([])
    }
  })

  it('reports everything that is wrong at once', () => {
    const model = network({ inputs: [tensorValue('image', [1, 8], 'float64')] }, { opsets: new Map([['', 5]]) })
    expect(validateModel(model).map((issue) => issue.code)).toEqual([
      'unsupported-opset',
      'wrong-data-type',
      'wrong-rank',
    ])
  })
})

describe('the interface of a model', () => {
  it('is its image and its logits, wherever they stand', () => {
    const model = network({ nodes: [relu, head], outputs: [tensorValue('deep', ['n', 2]), logits] })
    expect(imageInput(model)?.name).toBe('image')
    expect(logitsOutput(model)?.name).toBe('logits')
  })

  it('has a histogram that counts the operators of branches', () => {
    expect([...operatorHistogram(exampleNetwork())]).toEqual([
      ['Conv', 1],
      ['Constant', 1],
      ['If', 1],
      ['Neg', 1],
      ['Exp', 1],
    ])
  })
})
