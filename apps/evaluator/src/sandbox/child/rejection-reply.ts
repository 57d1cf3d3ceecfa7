import { NoGradientRuleError } from '@voxproof/engine/differentiate'
import { OnnxFormatError, SpecialiseError } from '@voxproof/engine/onnx'
import { RuntimeError } from '@voxproof/engine/runtime'
import type { SandboxReply } from '../protocol/index.ts'

/** The reply to a file that is itself at fault; throws the error on where the fault lies elsewhere. */
export function rejectionReply(error: unknown): SandboxReply {
  if (error instanceof OnnxFormatError || error instanceof SpecialiseError) return rejected(error.code, error.message)
  if (error instanceof NoGradientRuleError) return rejected('no-gradient-rule', error.message)
  if (error instanceof RuntimeError && error.code === 'model-not-loadable') {
    // ONNX Runtime's text may name paths of this machine, so that none of it is passed on.
    return rejected('model-crashed', 'ONNX Runtime cannot load the model. Check it with onnx.checker and onnxruntime.')
  }
  if (error instanceof RuntimeError && error.code === 'memory-budget-exceeded')
    return rejected(error.code, error.message)
  if (error instanceof RuntimeError && error.code === 'out-of-memory') {
    return rejected('memory-budget-exceeded', 'The model asks for more memory than there is for it.')
  }
  throw error
}

/** A rejection with its message cut to what the protocol carries; an operator or node name may be of any length. */
export function rejected(code: string, message: string): SandboxReply {
  return { kind: 'rejected', code, message: message.slice(0, 2000) }
}
