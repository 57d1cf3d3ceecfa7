import { z } from 'zod'

/** Queues of pg-boss and what their messages hold. Payloads name rows; Postgres holds the truth. */
export const queues = {
  validateModel: 'validate-model',
  evaluatePart: 'evaluate-part',
  aggregateEvaluation: 'aggregate-evaluation',
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
