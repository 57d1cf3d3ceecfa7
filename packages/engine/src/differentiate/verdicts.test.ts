import { describe, expect, it, test } from 'vitest'
import { type Graph, typeRules } from '../onnx/index.ts'
import { conformanceCases } from '../test/conformance-cases.ts'
import { isMissing, sharedData } from '../test/shared-data.ts'
import { GraphBuilder } from '../build/index.ts'
import { deriveVjp } from './derive-vjp.ts'
import { emptyGraph } from './test/static-graph.ts'
import { verdicts } from './verdicts.ts'
import { operatorVerdict, verdictReason } from './walk-rules.ts'

const archive = 'onnx-conformance/onnx-backend-test-data.tar.gz'

test('every operator that the shapes are known of has a verdict', () => {
  expect(Object.keys(typeRules).filter((opType) => !Object.hasOwn(verdicts, opType))).toEqual([])
})

test('the list is in the order of the alphabet', () => {
  const names = Object.keys(verdicts)
  expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)))
})

test('a verdict other than a rule says why', () => {
  expect(operatorVerdict('Conv')).toBe('rule')
  expect(verdictReason('Conv')).toBeUndefined()
  expect(operatorVerdict('ArgMax')).toBe('zero')
  expect(verdictReason('ArgMax')).toBe('its output is a position')
  expect(operatorVerdict('Round')).toBe('straight-through')
  expect(operatorVerdict('Compress')).toBe('not-accepted')
  expect(verdictReason('Compress')).toBe('the shape of its output depends on the data; export the model without it')
  expect(operatorVerdict('NoSuchOperator')).toBe('not-accepted')
})

test('of the operators without a rule, those that ONNX Runtime runs on floats can be asked for predictions', () => {
  const ofKind = (kind: string) => Object.keys(verdicts).filter((opType) => operatorVerdict(opType) === kind)
  expect(ofKind('query-only')).toEqual(['MaxRoiPool'])
  expect(ofKind('not-accepted')).toHaveLength(24)
})

test('an operator without a rule is named with its node and the reason', () => {
  const g = GraphBuilder.over(emptyGraph(21))
  const x = g.declare('x', { dataType: 'float32', shape: [1, 2, 4, 4] }, 'x')
  const boxes = g.constant('float32', [1, 5], [0, 0, 0, 2, 2])
  const y = g.emit('MaxRoiPool', [x, boxes], { pooled_shape: [1, 1] })
  const message = `No gradient rule for MaxRoiPool (node ${y}, opset 21): it pools boxes, for which there is no rule.`
  const derive = () => deriveVjp(g.finish('boxes', [x], [y]))
  expect(derive).toThrow(expect.objectContaining({ name: 'NoGradientRuleError', message, isQueryable: true }))
})

describe.skipIf(isMissing(archive))("ONNX's own operator tests", () => {
  it('use no operator of the default domain that has no verdict', () => {
    const seen = new Set<string>()
    const collect = ({ nodes }: Pick<Graph, 'nodes'>) => {
      for (const node of nodes) {
        if (node.domain === '') seen.add(node.opType)
        for (const attribute of Object.values(node.attributes)) if (attribute.kind === 'graph') collect(attribute.value)
      }
    }
    for (const { model } of conformanceCases(sharedData(archive))) {
      collect(model.graph)
    }
    expect(seen.size).toBeGreaterThan(150)
    expect([...seen].filter((opType) => !Object.hasOwn(verdicts, opType)).sort()).toEqual([])
  })
})
