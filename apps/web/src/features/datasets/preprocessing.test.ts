import { expect, test } from 'vitest'
import { preprocessingInWords } from './preprocessing.ts'

test('says each step once, in the order in which it is applied', () => {
  expect(
    preprocessingInWords({
      orientation: 'RAS',
      spacingMm: [1.5, 1.5, 2],
      intensity: { kind: 'window', low: -175, high: 250 },
      cropForeground: true,
      padToShape: [48, 48, 48],
      exactShape: null,
    }),
  ).toEqual([
    'Axes are turned to RAS (right, front, up).',
    'Volumes are resampled to 1.5 × 1.5 × 2 mm.',
    'Intensities from −175 to 250 become 0 to 1; what lies beyond is clipped.',
    'Empty margins are cropped away.',
    'Smaller volumes are padded with 0 to 48 × 48 × 48 voxels.',
  ])
})

test('says how each of several channels is brought in', () => {
  const steps = preprocessingInWords({
    alignChannels: true,
    orientation: 'PLS',
    spacingMm: null,
    intensity: [{ kind: 'window', low: -175, high: 250 }, { kind: 'min-max' }],
    cropForeground: false,
    padToShape: [176, 176, 176],
    padSide: 'end',
    exactShape: null,
  })
  expect(steps[0]).toBe('Further channels are resampled onto the voxels of the first.')
  expect(steps.slice(3)).toEqual([
    'Channel 1: Intensities from −175 to 250 become 0 to 1; what lies beyond is clipped.',
    'Channel 2: Intensities from the smallest to the largest of the volume become 0 to 1.',
    'Smaller volumes are padded with 0 at their end to 176 × 176 × 176 voxels.',
  ])
})

test('refuses a step that it does not know', () => {
  expect(() => preprocessingInWords({ orientation: 'RAS' })).toThrow('spacingMm')
})
