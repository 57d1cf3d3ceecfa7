import type { FloatTensor } from '../../tensor/index.ts'
import type { LossValue, Objective } from '../victim.ts'

/**
 * A loss of logits [B, K, D, H, W] against class indices [B, D, H, W], with its gradient at the logits, which may be
 * written into `room`; room of no length asks for the value alone.
 */
export type Loss = (logits: FloatTensor, label: Uint8Array, room?: Float32Array) => LossValue

/** What the attacker wants of any loss: to be made larger for the true label, or smaller for a target. */
export type Aim = (loss: Loss) => Objective

const noRoom = new Float32Array(0)

/** Untargeted: the objective is the loss against the label. Gradients of all its objectives share one array. */
export function awayFrom(label: Uint8Array): Aim {
  let room = noRoom
  const roomFor = (length: number): Float32Array => {
    if (room.length !== length) room = new Float32Array(length)
    return room
  }
  return (loss) =>
    (logits, wanted = 'gradient') =>
      loss(logits, label, wanted === 'value' ? noRoom : roomFor(logits.data.length))
}

/** Targeted: the objective is minus the loss against the labels that the prediction shall show. */
export function towards(target: Uint8Array): Aim {
  const away = awayFrom(target)
  return (loss) => (logits, wanted) => {
    const value = away(loss)(logits, wanted)
    const dz = value.dz
    for (let i = 0; i < dz.length; i++) dz[i] = -(dz[i] as number)
    return { ...value, loss: -value.loss, ...(value.tracked === undefined ? {} : { tracked: -value.tracked }) }
  }
}
