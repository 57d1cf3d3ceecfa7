import { expect, test } from 'vitest'
import { viewModelFile } from './view-submission.ts'

const inspection = {
  ...{
    irVersion: 8,
    opset: 17,
    producer: 'pytorch',
    parameters: 5,
    flops: null,
    operators: { Conv: 3, MaxRoiPool: 1 },
  },
  ...{
    inputShape: [1, 1, 8, 8, 8],
    outputShape: [1, 2, 8, 8, 8],
    dynamicSpatial: true,
    classCount: 2,
    channelCount: 1,
  },
}
const createdAt = new Date(0)
const file = { hash: 'a'.repeat(64), sizeBytes: 10, createdAt }
const round = { kind: 'straight-through', opType: 'Round', nodeName: 'r', message: 'Round (node r) rounds.' } as const

test('a file says whether it is attacked with its gradient, and what hides it', () => {
  const none = { gradient: 'none', obstacle: 'No gradient rule for MaxRoiPool (node m).', findings: [round] } as const
  expect(
    viewModelFile({ ...file, inspection: { ...inspection, reading: { ...none, findings: [round] } } }),
  ).toMatchObject({
    usesGradient: false,
    gradientNotes: ['No gradient rule for MaxRoiPool (node m).', 'Round (node r) rounds.'],
  })
})

test('one read by an earlier version has a gradient and no notes; one that was not read says nothing', () => {
  expect(viewModelFile({ ...file, inspection })).toMatchObject({ usesGradient: true, gradientNotes: [] })
  expect(viewModelFile({ ...file, inspection: null })).toMatchObject({ usesGradient: null, gradientNotes: [] })
})
