import { describe, expect, it } from 'vitest'
import { readEnvironment } from './environment.ts'

const required = { DATABASE_URL: 'postgres://127.0.0.1/voxproof' }

describe('readEnvironment', () => {
  it('needs a database and nothing else', () => {
    expect(readEnvironment(required)).toMatchObject({
      EVALUATOR_PROVIDERS: ['cpu'],
      EVALUATOR_CONCURRENCY: 1,
      EVALUATOR_SANDBOX: 'required',
      SUITE: 'quick-1',
    })
  })

  it('shares the processors among the parts that run at once, one thread at least', () => {
    expect(readEnvironment({ ...required, EVALUATOR_CONCURRENCY: '1000' }).EVALUATOR_THREADS).toBe(1)
    expect(readEnvironment({ ...required, EVALUATOR_THREADS: '3' }).EVALUATOR_THREADS).toBe(3)
  })

  it('names every variable that is wrong', () => {
    const wrong = { EVALUATOR_PROVIDERS: 'cpu,abacus', EVALUATOR_CONCURRENCY: '0', EVALUATOR_SANDBOX: 'off' }
    for (const name of ['DATABASE_URL', ...Object.keys(wrong)]) {
      expect(() => readEnvironment(wrong)).toThrow(name)
    }
  })
})
