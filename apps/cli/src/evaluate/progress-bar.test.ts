import { describe, expect, test } from 'vitest'
import { inWords, progressBar, secondsLeft } from './progress-bar.ts'

function written(isTTY: boolean, work: (bar: ReturnType<typeof progressBar>, pass: (ms: number) => void) => void) {
  const texts: string[] = []
  let now = 0
  const output = { isTTY, columns: 100, write: (text: string) => texts.push(text) }
  work(
    progressBar(output, () => now),
    (ms) => {
      now += ms
    },
  )
  return texts
}

describe('the progress bar', () => {
  test('redraws itself on a terminal, ten times a second at most, and makes way for lines that stay', () => {
    const texts = written(true, (bar, pass) => {
      bar.expect(100)
      pass(1000)
      bar.move(25, 'case-1 pgd-8 5/20')
      pass(50)
      bar.move(26, 'case-1 pgd-8 6/20')
      bar.say('1/4 done')
      bar.end()
    })
    expect(texts).toEqual([
      `\r\u001b[K${'█'.repeat(6)}${'░'.repeat(18)}  25 %  57 s left  case-1 pgd-8 5/20`,
      '\r\u001b[K',
      '1/4 done\n',
      '\r\u001b[K',
    ])
  })

  test('writes nothing but lines elsewhere', () => {
    const texts = written(false, (bar, pass) => {
      bar.expect(100)
      pass(1000)
      bar.move(25, 'case-1')
      bar.say('1/4 done')
      bar.end()
    })
    expect(texts).toEqual(['1/4 done\n'])
  })
})

describe('the time that is left', () => {
  test.each([
    [0, 0, 100],
    // Half done in 10 s instead of 50: half of what that pace leaves, half of what was expected.
    [10, 0.5, 0.5 * 10 + 0.5 * 50],
    [100, 1, 0],
  ])('after %f s with the share %f done of 100 s expected is %f s', (elapsedSeconds, share, left) => {
    expect(secondsLeft({ elapsedSeconds, share, expectedSeconds: 100 })).toBeCloseTo(left, 9)
  })

  test.each([
    [2.34, '2.3 s'],
    [61, '61 s'],
    [150, '3 min'],
    [9000, '2.5 h'],
  ])('%f s are said as %s', (seconds, words) => {
    expect(inWords(seconds)).toBe(words)
  })
})
