import { expect, test } from 'vitest'
import { uploadPace } from './upload-pace.ts'

test('is unknown before half a second', () => {
  expect(
    uploadPace(
      [
        { at: 0, bytes: 0 },
        { at: 400, bytes: 9 },
      ],
      100,
    ),
  ).toEqual({ bytesPerSecond: null, secondsLeft: null })
  expect(uploadPace([], 100)).toEqual({ bytesPerSecond: null, secondsLeft: null })
})

test('divides what was sent by the time it took', () => {
  expect(
    uploadPace(
      [
        { at: 1000, bytes: 20 },
        { at: 3000, bytes: 60 },
      ],
      100,
    ),
  ).toEqual({ bytesPerSecond: 20, secondsLeft: 2 })
})

test('forgets what is older than ten seconds', () => {
  const samples = [
    { at: 0, bytes: 0 },
    { at: 20_000, bytes: 1000 },
    { at: 25_000, bytes: 1100 },
  ]
  expect(uploadPace(samples, 1200)).toEqual({ bytesPerSecond: 20, secondsLeft: 5 })
})

test('gives no end where nothing moves', () => {
  expect(
    uploadPace(
      [
        { at: 0, bytes: 50 },
        { at: 5000, bytes: 50 },
      ],
      100,
    ),
  ).toEqual({ bytesPerSecond: 0, secondsLeft: null })
})
