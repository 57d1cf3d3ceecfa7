import { NoGradientRuleError } from '@voxproof/engine/differentiate'
import { OnnxFormatError, SpecialiseError } from '@voxproof/engine/onnx'
import type { SandboxReply } from '../protocol/index.ts'

/** The reply to a file that is itself at fault; throws the error on where the fault lies elsewhere. */
export function rejectionReply(error: unknown): SandboxReply {
  if (error instanceof OnnxFormatError || error instanceof SpecialiseError) return rejected(error.code, error.message)
  if (error instanceof NoGradientRuleError) return rejected('no-gradient-rule', error.message)
  throw error
}

/** A rejection with its message cut to what the protocol carries; an operator or node name may be of any length. */
export function rejected(code: string, message: string): SandboxReply {
  return { kind: 'rejected', code, message: message.slice(0, 2000) }
}
