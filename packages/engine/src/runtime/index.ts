export { type LossGradient, type LossGradientOptions, openLossGradient } from './open-loss-gradient.ts'
export { openWindowModel, type WindowModelOptions } from './open-window-model.ts'
export { RuntimeError, type RuntimeErrorCode } from './runtime-error.ts'
export { openSession, type Provider, runtimeVersion, type Session, type SessionOptions } from './session.ts'
