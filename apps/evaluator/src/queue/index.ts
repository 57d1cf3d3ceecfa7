export { type JobSender, jobSender, openQueue } from './open-queue.ts'
