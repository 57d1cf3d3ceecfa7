import { describe, expect, it } from 'vitest'
import { throttled } from './throttled.ts'

describe('throttled', () => {
  it('drops calls within the interval and while the last one runs', async () => {
    const seen: number[] = []
    let finish = (): void => {}
    const call = throttled(20, (value: number) => {
      seen.push(value)
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    })
    call(1)
    call(2)
    await new Promise((wake) => setTimeout(wake, 40))
    call(3)
    finish()
    await new Promise((wake) => setTimeout(wake, 40))
    call(4)
    expect(seen).toEqual([1, 4])
  })
})
