import { describe, expect, test } from 'vitest'
import { rewriteLocation } from './rewrite-location.ts'

const gateway = new URL('http://127.0.0.1:4000')

describe('rewriteLocation', () => {
  test.each([
    ['an upload on the gateway', 'http://127.0.0.1:4000/uploads/9f3c', '/uploads/9f3c'],
    ['an upload under the forwarded host', 'http://localhost:3000/uploads/9f3c?x=1', '/uploads/9f3c?x=1'],
    ['a relative upload', '/uploads/9f3c', '/uploads/9f3c'],
    ['a page of another site', 'https://example.org/login', 'https://example.org/login'],
    ['a path that only begins alike', 'https://example.org/uploadsx', 'https://example.org/uploadsx'],
  ])('%s', (_, location, expected) => {
    expect(rewriteLocation(location, gateway)).toBe(expected)
  })
})
