import { existsSync, readdirSync } from 'node:fs'
import { attacks, awayFrom, linfBall, losses, randomSource } from '../packages/engine/src/attacks/index.ts'
import { slidingWindowVictim } from '../packages/engine/src/inference/index.ts'
import { openWindowModel } from '../packages/engine/src/runtime/index.ts'
import {
  largestDifference,
  readBytes,
  readFloats,
  readJson,
  relativeError,
  sharedData,
} from '../packages/engine/src/test/shared-data.ts'

/**
 * For every network of ../shared/data/oracle: how far logits, input gradients and the 20 losses of PGD lie from
 * PyTorch's. Prints one row each: largest difference of the logits, relative L2 error of the gradients of DiceCE and
 * CE, largest relative error of the losses, share of attacked voxels that differ, seconds for the attack.
 * Run: npx tsx bench/oracle-pgd.ts [case …]
 */
interface Meta {
  readonly input_shape: readonly [number, number, number, number, number]
}

const named = process.argv.slice(2)
const cases = named.length > 0 ? named : readdirSync(sharedData('oracle')).filter(isCase)
const row = (cells: readonly string[]): void => {
  process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(30) : cell.padStart(10))).join(' ')}\n`)
}
row(['case', 'logits', 'dDiceCE', 'dCE', 'losses', 'voxels', 'seconds'])
for (const name of cases) {
  try {
    row([name, ...(await compare(name))])
  } catch (error) {
    row([name, error instanceof Error ? `${error.name}: ${error.message}` : String(error)])
  }
}

function isCase(name: string): boolean {
  return existsSync(sharedData(`oracle/${name}/losses.json`))
}

async function compare(name: string): Promise<string[]> {
  const at = (file: string): string => `oracle/${name}/${file}`
  const [batchSize, channelCount, ...windowShape] = (readJson(at('meta.json')) as Meta).input_shape
  const model = await openWindowModel(readBytes(at('model.onnx')), { windowShape, batchSize, channelCount, threads: 2 })
  try {
    const shape = [batchSize, channelCount, ...windowShape]
    const victim = slidingWindowVictim(model, { volumeShape: shape, overlap: 0, blending: 'constant' })
    const clean = { shape, data: readFloats(at('input.f32')) }
    const aim = awayFrom(readBytes(at('labels.u8')))
    const dice = await victim.lossGradient(clean, aim(losses.dicece))
    const ce = await victim.lossGradient(clean, aim(losses.ce))
    const began = performance.now()
    const { adversarial, losses: found } = await attacks.pgd.run(
      { victim, clean, aim, loss: losses.dicece, ball: linfBall(8 / 255), random: randomSource(['bench']) },
      { steps: 20, alpha: 0.01 },
    )
    const seconds = (performance.now() - began) / 1000
    const { losses: expected } = readJson(at('losses.json')) as { losses: number[] }
    const attacked = readFloats(at('pgd20.f32'))
    const differing = attacked.filter((x, i) => Math.abs(x - (adversarial.data[i] ?? 0)) > 1e-4).length
    return [
      largestDifference(dice.logits.data, readFloats(at('logits.f32'))).toExponential(1),
      relativeError(dice.dx.data, readFloats(at('grad_dicece.f32'))).toExponential(1),
      relativeError(ce.dx.data, readFloats(at('grad_ce.f32'))).toExponential(1),
      Math.max(...expected.map((loss, i) => Math.abs((found[i] ?? 0) / loss - 1))).toExponential(1),
      (differing / attacked.length).toFixed(4),
      seconds.toFixed(2),
    ]
  } finally {
    await model.close()
  }
}
