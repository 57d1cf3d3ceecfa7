import { describe, expect, test } from 'vitest'
import { boardHref, boardQueryString, parseBoardView } from './board-view.ts'

describe('parseBoardView', () => {
  test('reads every part of an address', () => {
    expect(
      parseBoardView({ dataset: 'phantom-ct', family: 'mamba', attack: 'white-box', sort: '-clean', rows: 'all' }),
    ).toEqual({
      dataset: 'phantom-ct',
      suite: null,
      family: 'mamba',
      attack: 'white-box',
      sort: 'clean',
      descending: true,
      isWhole: true,
    })
  })

  test('takes words outside the vocabulary as absent', () => {
    expect(parseBoardView({ family: 'quantum', attack: '', sort: 'drop table', dataset: ['a', 'b'] })).toEqual({
      dataset: 'a',
      suite: null,
      family: null,
      attack: 'worst',
      sort: 'rank',
      descending: false,
      isWhole: false,
    })
  })
})

describe('boardQueryString', () => {
  test('is empty for the default view', () => {
    expect(boardQueryString(parseBoardView({}))).toBe('')
  })

  test.each([
    ['?dataset=phantom-ct&family=mamba&attack=frequency&sort=-robust&rows=all'],
    ['?sort=clean'],
    ['?family=hybrid'],
  ])('%s comes back as it was read', (text) => {
    expect(boardQueryString(parseBoardView(Object.fromEntries(new URLSearchParams(text))))).toBe(text)
  })

  test('changes only what is asked', () => {
    expect(boardHref(parseBoardView({ dataset: 'phantom-ct', family: 'mamba' }), { family: null })).toBe(
      '/?dataset=phantom-ct',
    )
  })
})
