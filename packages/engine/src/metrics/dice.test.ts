import { describe, expect, it } from 'vitest'
import { diceByClass, foregroundDice } from './dice.ts'

const volume = (...classes: readonly number[]): Uint8Array => Uint8Array.from(classes)

describe('diceByClass', () => {
  it('is twice the overlap over the sum of both sizes', () => {
    // Class 1: |P| = 2, |L| = 3, overlap 2. Class 0: |P| = 3, |L| = 2, overlap 2.
    expect(diceByClass(volume(1, 1, 0, 0, 0), volume(1, 1, 1, 0, 0), 2)).toEqual([4 / 5, 4 / 5])
  })

  it.each([
    ['a missed organ scores 0', volume(0, 0, 0), volume(0, 1, 0), 0],
    ['a false positive on an absent organ scores 0', volume(0, 1, 0), volume(0, 0, 0), 0],
    ['an organ absent in both has no score', volume(0, 0, 0), volume(0, 0, 0), null],
  ])('%s', (_title, prediction, label, expected) => {
    expect(diceByClass(prediction, label, 2)[1]).toBe(expected)
  })

  it('refuses volumes of different size', () => {
    expect(() => diceByClass(volume(0), volume(0, 1), 2)).toThrow('The prediction has 1 voxels, the label 2.')
  })
})

describe('foregroundDice', () => {
  it('averages the organs that are in either volume and leaves the background out', () => {
    // Class 1: 1 (perfect), class 2: 0 (missed), class 3: absent in both.
    expect(foregroundDice(volume(0, 1, 0), volume(0, 1, 2), 4)).toBe(0.5)
  })

  it('is 1 where neither volume has an organ', () => {
    expect(foregroundDice(volume(0, 0), volume(0, 0), 3)).toBe(1)
  })
})
