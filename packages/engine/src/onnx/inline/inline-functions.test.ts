import { describe, expect, it } from 'vitest'
import { exampleGraph, exampleModel, exampleNode, tensorValue } from '../example-model.ts'
import type { Attribute, Model, ModelFunction, Node } from '../graph.ts'
import { scopeIssues } from '../validate/value-scopes.ts'
import { inlineFunctions } from './inline-functions.ts'

const own = 'own'

function definition(name: string, parts: Partial<ModelFunction>): ModelFunction {
  return {
    domain: own,
    name,
    overload: '',
    inputs: ['x'],
    outputs: ['y'],
    attributeNames: [],
    attributeDefaults: {},
    opsets: new Map([['', 18]]),
    nodes: [],
    ...parts,
  }
}

function call(name: string, inputs: readonly string[], outputs: readonly string[], extra: Partial<Node> = {}): Node {
  return { ...exampleNode(name, inputs, outputs), domain: own, name: `call-${outputs[0]}`, ...extra }
}

function modelOf(nodes: readonly Node[], functions: readonly ModelFunction[]): Model {
  const graph = exampleGraph({ inputs: [tensorValue('a', [1])], outputs: [tensorValue('z', [1])], nodes })
  return exampleModel(graph, { functions })
}

/** Nodes as `Op(inputs) -> outputs`, bodies in braces. */
function written(nodes: readonly Node[]): string[] {
  return nodes.map(({ opType, inputs, outputs, attributes }) => {
    const bodies = Object.values(attributes).flatMap((attribute) =>
      attribute.kind === 'graph' ? [` {${written(attribute.value.nodes).join('; ')}}`] : [],
    )
    return `${opType}(${inputs.join(', ')}) -> ${outputs.join(', ')}${bodies.join('')}`
  })
}

const double = definition('Double', { nodes: [exampleNode('Add', ['x', 'x'], ['y'])] })

describe('inlineFunctions', () => {
  it('returns a model without functions as it is', () => {
    const model = modelOf([exampleNode('Relu', ['a'], ['z'])], [])
    expect(inlineFunctions(model)).toBe(model)
  })

  it('replaces nested calls and gives values within them names of their own', () => {
    const twice = definition('Twice', { nodes: [call('Double', ['x'], ['t']), call('Double', ['t'], ['y'])] })
    const model = modelOf([call('Twice', ['a'], ['t']), call('Twice', ['t'], ['z'])], [double, twice])
    const inlined = inlineFunctions(model)
    expect(written(inlined.graph.nodes)).toEqual([
      'Add(a, a) -> t_1',
      'Add(t_1, t_1) -> t',
      'Add(t, t) -> t_2',
      'Add(t_2, t_2) -> z',
    ])
    expect(inlined.functions).toEqual([])
    expect(scopeIssues(inlined)).toEqual([])
  })

  it('names nodes by the calls that lead to them', () => {
    const model = modelOf(
      [call('Double', ['a'], ['z'])],
      [{ ...double, nodes: [{ ...exampleNode('Add', ['x', 'x'], ['y']), name: 'add' }] }],
    )
    expect(inlineFunctions(model).graph.nodes[0]?.name).toBe('call-z/add')
  })

  it('resolves references by the call, then by the default, and drops others', () => {
    const leaky = definition('Leaky', {
      attributeNames: ['slope', 'other'],
      attributeDefaults: { slope: { kind: 'float', value: 0.5 } },
      nodes: [
        exampleNode('LeakyRelu', ['x'], ['y'], {
          alpha: { kind: 'reference', value: 'slope' },
          extra: { kind: 'reference', value: 'other' },
        }),
      ],
    })
    const given: Record<string, Attribute> = { slope: { kind: 'float', value: 0.1 } }
    const model = modelOf([call('Leaky', ['a'], ['t']), call('Leaky', ['t'], ['z'], { attributes: given })], [leaky])
    expect(inlineFunctions(model).graph.nodes.map((node) => node.attributes)).toEqual([
      { alpha: { kind: 'float', value: 0.5 } },
      { alpha: { kind: 'float', value: 0.1 } },
    ])
  })

  it('passes references on through nested calls', () => {
    const inner = definition('Inner', {
      attributeNames: ['alpha'],
      nodes: [exampleNode('Elu', ['x'], ['y'], { alpha: { kind: 'reference', value: 'alpha' } })],
    })
    const outer = definition('Outer', {
      attributeNames: ['slope'],
      nodes: [call('Inner', ['x'], ['y'], { attributes: { alpha: { kind: 'reference', value: 'slope' } } })],
    })
    const given: Record<string, Attribute> = { slope: { kind: 'float', value: 3 } }
    const model = modelOf([call('Outer', ['a'], ['z'], { attributes: given })], [inner, outer])
    expect(inlineFunctions(model).graph.nodes[0]?.attributes).toEqual({ alpha: { kind: 'float', value: 3 } })
  })

  it('chooses the overload that the node names', () => {
    const neg = definition('Double', { overload: 'neg', nodes: [exampleNode('Neg', ['x'], ['y'])] })
    const model = modelOf([call('Double', ['a'], ['z'], { overload: 'neg' })], [double, neg])
    expect(written(inlineFunctions(model).graph.nodes)).toEqual(['Neg(a) -> z'])
  })

  it('leaves absent optional inputs and outputs absent', () => {
    const clip = definition('Clip', {
      inputs: ['x', 'low', 'high'],
      outputs: ['y', 'unused'],
      nodes: [exampleNode('Clip', ['x', 'low', 'high'], ['y']), exampleNode('Neg', ['x'], ['unused'])],
    })
    const model = modelOf([call('Clip', ['a'], ['z'])], [clip])
    expect(written(inlineFunctions(model).graph.nodes)).toEqual(['Clip(a, , ) -> z', 'Neg(a) -> unused'])
  })

  it('writes an Identity where an output is an input', () => {
    const both = definition('Both', { outputs: ['x', 'y'], nodes: [exampleNode('Neg', ['x'], ['y'])] })
    const model = modelOf([call('Both', ['a'], ['same', 'z'])], [both])
    expect(written(inlineFunctions(model).graph.nodes)).toEqual(['Neg(a) -> z', 'Identity(a) -> same'])
  })

  it('renames what bodies capture and define, in calls within bodies too', () => {
    const body = exampleGraph({
      inputs: [],
      outputs: [tensorValue('b', [1])],
      nodes: [exampleNode('Neg', ['t'], ['u']), call('Double', ['u'], ['b'])],
    })
    const branching = definition('Branching', {
      inputs: ['x', 'condition'],
      nodes: [
        exampleNode('Relu', ['x'], ['t']),
        exampleNode('If', ['condition'], ['y'], { branch: { kind: 'graph', value: body } }),
      ],
    })
    const model = modelOf(
      [call('Branching', ['a', 'c'], ['u']), call('Branching', ['u', 'c'], ['z'])],
      [double, branching],
    )
    expect(written(inlineFunctions(model).graph.nodes)).toEqual([
      'Relu(a) -> t',
      'If(c) -> u {Neg(t) -> u_1; Add(u_1, u_1) -> b}',
      'Relu(u) -> t_1',
      'If(c) -> z {Neg(t_1) -> u_2; Add(u_2, u_2) -> b_1}',
    ])
  })

  it('adds the imports of a function, and refuses another version of the default domain', () => {
    const imports = definition('Double', {
      opsets: new Map([
        ['', 18],
        ['other', 2],
      ]),
      nodes: double.nodes,
    })
    expect(inlineFunctions(modelOf([call('Double', ['a'], ['z'])], [imports])).opsets.get('other')).toBe(2)
    const old = definition('Double', { opsets: new Map([['', 17]]) })
    expect(() => inlineFunctions(modelOf([call('Double', ['a'], ['z'])], [old]))).toThrow(
      'Function "own.Double" is written for opset 17, the model for opset 18.',
    )
  })

  it('refuses recursion and names the circle', () => {
    const ping = definition('Ping', { nodes: [call('Pong', ['x'], ['y'])] })
    const pong = definition('Pong', { nodes: [call('Ping', ['x'], ['y'])] })
    expect(() => inlineFunctions(modelOf([call('Ping', ['a'], ['z'])], [ping, pong]))).toThrow('Ping → Pong → Ping')
  })

  it('refuses calls that double at each level before they fill the memory', () => {
    const levels = Array.from({ length: 40 }, (_, level) =>
      definition(`F${level}`, { nodes: [call(`F${level + 1}`, ['x'], ['t']), call(`F${level + 1}`, ['t'], ['y'])] }),
    )
    const last = definition('F40', { nodes: [exampleNode('Neg', ['x'], ['y'])] })
    expect(() => inlineFunctions(modelOf([call('F0', ['a'], ['z'])], [...levels, last]))).toThrow(
      'With its functions inlined the model has more than 400000 nodes and edges.',
    )
  })

  it('refuses a call with more inputs than the function has', () => {
    expect(() => inlineFunctions(modelOf([call('Double', ['a', 'a'], ['z'])], [double]))).toThrow(
      'has 2 inputs and 1 outputs, the function has 1 and 1',
    )
  })
})
