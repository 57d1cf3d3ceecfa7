import { expect, it } from 'vitest'
import { sha256 } from '../canonical-json.ts'
import { phantomClassNames } from './anatomy.ts'
import { renderPhantom } from './render-phantom.ts'

const shape = [48, 48, 48] as const

it('is the same bytes each time, and other bytes for another key or seed', () => {
  const hashOf = (seed: number, key: string): string => {
    const { image, label } = renderPhantom({ seed, key, shape: [16, 16, 16] })
    return sha256(new Uint8Array([...new Uint8Array(image.buffer), ...label]))
  }
  expect(hashOf(1, 'test-000')).toBe(hashOf(1, 'test-000'))
  expect(new Set([hashOf(1, 'test-000'), hashOf(1, 'test-001'), hashOf(2, 'test-000')]).size).toBe(3)
})

it('keeps the bytes of the default dataset, on which published results rest', () => {
  // Another generator needs another version in the name of its random streams, and gives another dataset hash.
  const { image, label } = renderPhantom({ seed: 1, key: 'test-000', shape })
  expect([sha256(new Uint8Array(image.buffer)), sha256(label)]).toEqual([
    '52ee6496330411c2a3c10e8392a52bde8d5bc96c30fd2ef5f37936ade611dd30',
    '2959df47aee5fd0179932da0362209734575f23f5a92bb0e880fcc52d9b0f15d',
  ])
})

it.each(['test-000', 'test-001', 'test-002', 'test-003', 'test-004', 'test-005'])('%s holds every organ', (key) => {
  const { image, label } = renderPhantom({ seed: 1, key, shape })
  const voxels = phantomClassNames.map((_, k) => label.reduce((count, value) => count + (value === k ? 1 : 0), 0))
  expect(Math.min(...voxels)).toBeGreaterThan(15)
  // The liver is the largest organ; small ones have a fiftieth of it or less.
  expect(Math.max(...voxels.slice(1))).toBe(voxels[1])
  expect(image.reduce((low, value) => Math.min(low, value), 0)).toBeGreaterThanOrEqual(-1024)
})

it('cannot be segmented by a threshold: liver, spleen and unlabelled tissue share their Hounsfield units', () => {
  const { image, label } = renderPhantom({ seed: 1, key: 'test-000', shape })
  const median = (k: number): number => {
    const values = image.filter((_, n) => label[n] === k).sort()
    return values[values.length >> 1] ?? 0
  }
  const [low, high] = [median(1) - 30, median(1) + 30]
  const inRange = image.reduce((count, value) => count + (value > low && value < high ? 1 : 0), 0)
  const liverInRange = image.reduce((count, v, n) => count + (v > low && v < high && label[n] === 1 ? 1 : 0), 0)
  expect(liverInRange / inRange).toBeLessThan(0.7)
})

it('shows the same anatomy at a finer grid', () => {
  const share = (edge: number): number => {
    const { label } = renderPhantom({ seed: 1, key: 'test-000', shape: [edge, edge, edge] })
    return label.reduce((count, value) => count + (value === 1 ? 1 : 0), 0) / edge ** 3
  }
  expect(Math.abs(share(64) / share(32) - 1)).toBeLessThan(0.05)
})
