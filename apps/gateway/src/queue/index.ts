export { type JobSender, openQueue } from './open-queue.ts'
export { dropJobs, sendOnce } from './send-once.store.ts'
