import { describe, expect, test } from 'vitest'
import {
  formatBound,
  formatBytes,
  formatCount,
  formatDuration,
  formatEpsilon,
  formatFixed,
  formatInstant,
  formatInterval,
  formatPlural,
  formatShape,
  formatTimeLeft,
} from './format.ts'

describe('format', () => {
  test.each([
    [formatCount(0), '0'],
    [formatCount(999), '999'],
    [formatCount(1_234_567), '1.2 M'],
    [formatCount(92_000), '92 k'],
    [formatBytes(0), '0 B'],
    [formatBytes(1_572_864), '1.5 MiB'],
    [formatBytes(2 * 1024 ** 3), '2.0 GiB'],
    [formatDuration(0.2), 'moments'],
    [formatDuration(59.6), '1 min'],
    [formatDuration(75), '1 min 15 s'],
    [formatDuration(7260), '2 h 1 min'],
    [formatTimeLeft(12), 'under a minute left'],
    [formatTimeLeft(61), 'about 1 min left'],
    [formatTimeLeft(3590), 'about 1 h left'],
    [formatTimeLeft(7900), 'about 2 h 10 min left'],
    [formatFixed(2236.4, 0), '2,236'],
    [formatFixed(9, 1), '9.0'],
    [formatInterval({ low: 0.59, high: 0.694 }), '0.590–0.694'],
    [formatShape([48, 48, 40]), '48 × 48 × 40'],
    [formatShape([1.5, 1.5, 2]), '1.5 × 1.5 × 2'],
    [formatEpsilon(8), '8/255'],
    [formatEpsilon(0), '0'],
    [formatEpsilon(0.5), '0.5/255'],
    [formatBound({ epsilon: 4, norm: 'L2' }), '4/255 L2'],
    [formatBound({ epsilon: null, norm: 'LINF' }), 'none'],
    [formatInstant('2026-11-22T14:05:59.000Z'), '2026-11-22 14:05 UTC'],
    [formatPlural(1, 'scan'), '1 scan'],
    [formatPlural(1200, 'scan'), '1,200 scans'],
  ])('%s', (found, expected) => {
    expect(found).toBe(expected)
  })
})
