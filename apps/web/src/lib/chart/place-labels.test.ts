import { describe, expect, test } from 'vitest'
import { placeLabels, spreadHeights } from './place-labels.ts'

const frame = { left: 0, top: 0, right: 200, bottom: 100 }

describe('placeLabels', () => {
  test('stands to the right of a lone dot', () => {
    expect(placeLabels([{ x: 50, y: 50, text: 'UNet' }], frame)).toEqual([{ x: 59, y: 54, anchor: 'start' }])
  })

  test('stands to the left of a dot at the right edge', () => {
    expect(placeLabels([{ x: 195, y: 50, text: 'UNet' }], frame)).toEqual([{ x: 186, y: 54, anchor: 'end' }])
  })

  test('leaves out a label that fits nowhere', () => {
    expect(placeLabels([{ x: 50, y: 50, text: 'x'.repeat(200) }], frame)).toEqual([null])
  })

  test('leaves room for capitals, which are wide', () => {
    // 56 px are free to the left of the second dot: enough for nine small letters, not for nine capitals.
    const dots = (text: string) => [
      { x: 20, y: 50, text: 'unetr' },
      { x: 125, y: 50, text },
    ]
    const narrow = { ...frame, right: 135 }
    expect(placeLabels(dots('swinunetr'), narrow)[1]).toMatchObject({ anchor: 'end', y: 54 })
    expect(placeLabels(dots('SWINUNETR'), narrow)[1]?.y).not.toBe(54)
  })

  test('stands a line further away where dots are on all sides', () => {
    const around = [-40, -20, 20, 40].flatMap((dx) => [-11, 0, 11].map((dy) => ({ x: 100 + dx, y: 50 + dy, text: '' })))
    const [place] = placeLabels([{ x: 100, y: 50, text: 'SwinUNETR' }, ...around], frame)
    expect(place).toEqual({ x: 100, y: 28, anchor: 'middle' })
  })

  test('keeps two labels of the same dot apart', () => {
    const [first, second] = placeLabels(
      [
        { x: 50, y: 50, text: 'UNet' },
        { x: 50, y: 50, text: 'VNet' },
      ],
      frame,
    )
    expect(first).not.toEqual(second)
  })
})

describe('spreadHeights', () => {
  test('moves labels apart downward', () => {
    expect(spreadHeights([10, 12, 40], 13, 100)).toEqual([10, 23, 40])
  })

  test('moves labels up where they would leave the frame', () => {
    expect(spreadHeights([98, 95], 13, 100)).toEqual([100, 87])
  })
})
