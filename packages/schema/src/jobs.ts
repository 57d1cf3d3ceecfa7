import { z } from 'zod'

/** Queues of pg-boss and what their messages hold. Payloads name rows; Postgres holds the truth. */
export const queues = {
  validateModel: 'validate-model',
  evaluatePart: 'evaluate-part',
  aggregateEvaluation: 'aggregate-evaluation',
  /** Where a job ends whose attempts are used up; its payload is that of the queue it comes from. */
  lostJob: 'lost-job',
} as const
export type QueueName = (typeof queues)[keyof typeof queues]

/** Check an uploaded file and, if it passes, create its evaluations and their parts. */
export const validateModelJobSchema = z.object({ submissionId: z.uuid() })
export type ValidateModelJob = z.infer<typeof validateModelJobSchema>

/** Run one attack group on one case. */
export const evaluatePartJobSchema = z.object({ partId: z.uuid() })
export type EvaluatePartJob = z.infer<typeof evaluatePartJobSchema>

/** All parts are there: compute the scores, then the ranks of the board they belong to. */
export const aggregateEvaluationJobSchema = z.object({ evaluationId: z.uuid() })
export type AggregateEvaluationJob = z.infer<typeof aggregateEvaluationJobSchema>

/** A job of any of the queues above, given up after its last attempt. */
export const lostJobSchema = z.union([
  validateModelJobSchema.strict(),
  evaluatePartJobSchema.strict(),
  aggregateEvaluationJobSchema.strict(),
])
export type LostJob = z.infer<typeof lostJobSchema>

/**
 * How each queue behaves; every process that opens pg-boss creates the queues from this list, in its order,
 * since a dead-letter queue must stand before those that name it. `exclusive` with a
 * singletonKey (the payload's row id) holds at most one open job per row, so sending twice is harmless. A job whose
 * worker misses its heartbeat is retried, three attempts in all.
 */
export const queueDefinitions = [
  {
    name: queues.lostJob,
    policy: 'standard',
    retryLimit: 10,
    retryDelay: 5,
    heartbeatSeconds: 10,
    expireInSeconds: 600,
    notify: true,
  },
  {
    name: queues.validateModel,
    policy: 'exclusive',
    deadLetter: queues.lostJob,
    retryLimit: 2,
    retryDelay: 1,
    heartbeatSeconds: 10,
    expireInSeconds: 3600,
    notify: true,
  },
  {
    name: queues.evaluatePart,
    policy: 'exclusive',
    deadLetter: queues.lostJob,
    retryLimit: 2,
    retryDelay: 1,
    heartbeatSeconds: 10,
    expireInSeconds: 21600,
    notify: true,
  },
  {
    name: queues.aggregateEvaluation,
    policy: 'exclusive',
    deadLetter: queues.lostJob,
    retryLimit: 2,
    retryDelay: 1,
    heartbeatSeconds: 10,
    expireInSeconds: 3600,
    notify: true,
  },
] as const
