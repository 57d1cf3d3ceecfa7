export { account, session, user, verification } from './account.ts'
export { dataset, datasetCase } from './dataset.ts'
export { evaluation, evaluationPart, ranking, suite } from './evaluation.ts'
export { modelFile, submission } from './submission.ts'
