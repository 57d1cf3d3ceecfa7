import type { FloatTensor } from '../../tensor/index.ts'
import type { LossValue, Objective } from '../victim.ts'

/** A loss of logits [B, K, D, H, W] against class indices [B, D, H, W], with its gradient at the logits. */
export type Loss = (logits: FloatTensor, label: Uint8Array) => LossValue

/** What the attacker wants of any loss: to be made larger for the true label, or smaller for a target. */
export type Aim = (loss: Loss) => Objective

/** Untargeted: the objective is the loss against the label. */
export function awayFrom(label: Uint8Array): Aim {
  return (loss) => (logits) => loss(logits, label)
}

/** Targeted: the objective is minus the loss against the labels that the prediction shall show. */
export function towards(target: Uint8Array): Aim {
  return (loss) => (logits) => {
    const value = loss(logits, target)
    const dz = value.dz
    for (let i = 0; i < dz.length; i++) dz[i] = -(dz[i] as number)
    return { loss: -value.loss, dz, ...(value.tracked === undefined ? {} : { tracked: -value.tracked }) }
  }
}
