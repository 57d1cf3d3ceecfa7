import type { Failure, LostJob } from '@voxproof/schema'
import type { EvaluatorContext } from '../context.ts'
import { failEvaluationById, failEvaluationOfPart, failValidation } from './lost-job.store.ts'

/** Says what became of a job whose attempts are used up: its evaluation or submission ends with a typed failure. */
export async function loseJob(context: EvaluatorContext, job: LostJob): Promise<void> {
  context.log.error({ job }, 'job given up after its last attempt')
  if ('submissionId' in job) await failValidation(context.database, job.submissionId, workerLost)
  else if ('partId' in job) await failEvaluationOfPart(context.database, job.partId, workerLost)
  else await failEvaluationById(context.database, job.evaluationId, workerLost)
}

const workerLost: Failure = {
  code: 'worker-lost',
  message: 'The evaluator gave up after three attempts, through no known fault of the model. It can be tried again.',
  canRetry: true,
}
