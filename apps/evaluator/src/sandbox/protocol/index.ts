export {
  bytesOfFloats,
  encodeFrameHead,
  type Frame,
  type FrameLimits,
  FrameReader,
  floatsOfBytes,
} from './frame.ts'
export {
  headerLimitBytes,
  type Inspected,
  type InspectRequest,
  modelLimitBytes,
  type OpenRequest,
  type RuntimeOptions,
  replySchema,
  requestSchema,
  type SandboxReply,
  type SandboxRequest,
} from './messages.ts'
