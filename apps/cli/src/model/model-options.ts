import { type LossName, lossNames } from '@voxproof/engine/attacks'
import type { Command } from 'commander'
import { z } from 'zod'

export const lossSchema = z.enum(lossNames as [LossName, ...LossName[]])

/** Adds the arguments and options that `modelOptionsSchema` and `lossSchema` parse. */
export function addModelOptions(command: Command): Command {
  return command
    .argument('<model>', 'the ONNX file')
    .requiredOption('--input <file>', 'image [N,C,D,H,W]: raw float32, .npy or NIfTI')
    .option('--shape <N,C,D,H,W>', 'shape of raw input')
    .requiredOption('--labels <file>', 'class indices [N,D,H,W]: raw uint8, .npy or NIfTI')
    .option('--loss <name>', `one of ${lossNames.join(', ')}`, 'dicece')
    .option('--threads <count>', 'threads of ONNX Runtime')
    .option('--providers <names>', 'execution providers in order of preference', 'cpu')
    .option('--json', 'print one line of JSON')
}
