import { describe, expect, it } from 'vitest'
import { confinementFor } from './probe-bubblewrap.ts'

const works = { works: true } as const
const broken = { works: false, reason: 'no user namespaces' } as const

describe('confinementFor', () => {
  it.each([
    ['bubblewrap wherever it works', works, false, false, 'bubblewrap'],
    ['bubblewrap even where the degraded mode is allowed', works, true, true, 'bubblewrap'],
    ['nothing for an uploaded model without bubblewrap', broken, false, false, null],
    ['a plain process for it where the operator allows that', broken, true, false, 'degraded'],
    ['a plain process for a baseline of the repository', broken, false, true, 'degraded'],
  ])('grants %s', (_, probe, allowDegraded, trusted, expected) => {
    expect(confinementFor(probe, { allowDegraded, trusted })).toBe(expected)
  })
})
