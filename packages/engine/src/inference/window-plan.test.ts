import { describe, expect, test } from 'vitest'
import { isMissing, largestDifference, readFloats, readJson } from '../test/shared-data.ts'
import { importanceMap } from './importance-map.ts'
import { planWindows } from './window-plan.ts'

describe('window plan', () => {
  test('windows start at every interval, the last one shifted in to end with the volume', () => {
    const { starts, padded } = planWindows([5, 4, 8], [4, 4, 4], 0.5)
    expect(padded).toEqual([5, 4, 8])
    expect(starts).toEqual([
      [0, 0, 0],
      [0, 0, 2],
      [0, 0, 4],
      [1, 0, 0],
      [1, 0, 2],
      [1, 0, 4],
    ])
  })

  test('a volume smaller than the window is padded, the smaller half before', () => {
    const { starts, padded, before } = planWindows([25, 48, 31], [32, 32, 32], 0.5)
    expect(padded).toEqual([32, 48, 32])
    expect(before).toEqual([3, 0, 0])
    expect(starts).toEqual([
      [0, 0, 0],
      [0, 16, 0],
    ])
  })

  test('an overlap of 1 or more is refused', () => {
    expect(() => planWindows([4, 4, 4], [2, 2, 2], 1)).toThrow('The overlap is 1; it must lie in [0, 1).')
  })

  test('an interval never falls below one voxel', () => {
    expect(planWindows([1, 1, 4], [1, 1, 2], 0.9).starts.map((start) => start[2])).toEqual([0, 1, 2])
  })
})

describe.skipIf(isMissing('oracle/sliding/meta.json'))('windows as MONAI lays them', () => {
  const modes = { constant_ov50: 0.5, gaussian_ov25: 0.25 }
  test.each(Object.entries(modes))('starts of %s', (mode, overlap) => {
    const meta = readJson('oracle/sliding/meta.json') as { modes: Record<string, { starts: number[][] }> }
    expect(planWindows([70, 60, 50], [32, 32, 32], overlap).starts).toEqual(meta.modes[mode]?.starts)
  })

  test('the Gaussian map of a 32^3 window', () => {
    const expected = readFloats('oracle/sliding/gaussian_map_32.f32')
    expect(largestDifference(importanceMap([32, 32, 32], 'gaussian'), expected)).toBeLessThan(2e-7)
  })
})
