import { constantTensor } from './constants.ts'
import type { Attribute, ConstantTensor, Graph, Model, Node, ValueInfo } from './graph.ts'

/** Small models for tests and benches, written out by hand. */

const opset = 18
const irVersion = 9

/** A declared tensor. */
export function tensorValue(
  name: string,
  shape: readonly (number | string | null)[],
  dataType: ValueInfo['dataType'] = 'float32',
): ValueInfo {
  return { name, kind: 'tensor', dataType, shape }
}

/** A node of the default domain without a name. */
export function exampleNode(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): Node {
  return { opType, domain: '', name: '', inputs, outputs, attributes }
}

/** A graph with no value information. */
export function exampleGraph(
  parts: Pick<Graph, 'inputs' | 'outputs' | 'nodes'> & {
    readonly initializers?: Readonly<Record<string, ConstantTensor>>
  },
): Graph {
  return {
    name: 'example',
    inputs: parts.inputs,
    outputs: parts.outputs,
    nodes: parts.nodes,
    initializers: new Map(Object.entries(parts.initializers ?? {})),
    valueInfo: new Map(),
  }
}

/** A model of this graph. */
export function exampleModel(graph: Graph, extra: Partial<Model> = {}): Model {
  return { irVersion, producer: 'example', opsets: new Map([['', opset]]), functions: [], graph, ...extra }
}

/** A 1×1×1 convolution from one channel to two classes, then an If whose branches read a value of the outer graph. */
export function exampleNetwork(): Model {
  const branch = (opType: string) =>
    exampleGraph({ inputs: [], outputs: [tensorValue(opType, [])], nodes: [exampleNode(opType, ['z'], [opType])] })
  return exampleModel(
    exampleGraph({
      inputs: [tensorValue('image', ['n', 1, 'd', 'h', 'w'])],
      outputs: [tensorValue('logits', ['n', 2, 'd', 'h', 'w'])],
      nodes: [
        {
          ...exampleNode('Conv', ['image', 'weight', 'bias'], ['z'], {
            kernel_shape: { kind: 'ints', value: [1, 1, 1] },
            group: { kind: 'int', value: 1 },
            auto_pad: { kind: 'string', value: 'NOTSET' },
          }),
          name: 'head',
        },
        exampleNode('Constant', [], ['yes'], { value: { kind: 'tensor', value: constantTensor('bool', [], [1]) } }),
        exampleNode('If', ['yes'], ['logits'], {
          then_branch: { kind: 'graph', value: branch('Neg') },
          else_branch: { kind: 'graph', value: branch('Exp') },
        }),
      ],
      initializers: {
        weight: constantTensor('float32', [2, 1, 1, 1, 1], [0.5, -2]),
        bias: constantTensor('float32', [2], [0.25, 1]),
      },
    }),
  )
}
