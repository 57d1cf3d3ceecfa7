/**
 * What bench/gradient.ts and bench/process-options.ts measure, each in a process of its own, so that the peak of memory
 * is that of one thing:
 *
 *     npx tsx bench/gradient/measured.ts forward|step|service|derive|loop FILE.onnx THREADS EDGE [WITHOUT]
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { awayFrom, linfBall, losses } from '@voxproof/engine/attacks'
import { deriveLossGradient } from '@voxproof/engine/differentiate'
import { slidingWindowVictim } from '@voxproof/engine/inference'
import { decodeModel, encodeModel, type StaticGraph, specialise } from '@voxproof/engine/onnx'
import { finalRewrites, forwardRewrites, lowerFinal, lowerForward } from '@voxproof/engine/optimize'
import { openLossGradient, openWindowModel } from '@voxproof/engine/runtime'
import { sizeOf } from '@voxproof/engine/tensor'
import type { Timing } from './in-turn.ts'

const [what = '', file = '', threadCount = '2', edge = '96', without] = process.argv.slice(2)
const threads = Number(threadCount)
const windowShape = [Number(edge), Number(edge), Number(edge)] as const
const shape = [1, 1, ...windowShape]
const voxels = sizeOf(windowShape)
const x = Float32Array.from({ length: voxels }, (_, index) => ((index * 7919) % 1009) / 1008)
const labels = Uint8Array.from({ length: voxels }, (_, index) => (index >> 11) % 9)

type Rewrites = Readonly<Record<string, (graph: StaticGraph) => StaticGraph>>

const lowering = (rewrites: Rewrites) => (graph: StaticGraph) =>
  Object.entries(rewrites).reduce((current, [name, rewrite]) => (name === without ? current : rewrite(current)), graph)

/** What is run each time, after what is done once. */
const measures: Readonly<Record<string, () => Promise<() => unknown>>> = {
  async forward() {
    const model = await openWindowModel(readFileSync(file), { windowShape, threads, gradient: false })
    return () => model.forward(x)
  },
  async step() {
    const lower = { forward: lowering(forwardRewrites), final: lowering(finalRewrites) }
    const model = await openLossGradient(readFileSync(file), { shape, loss: 'dicece', threads, lower })
    return () => model.step(x, labels)
  },
  async service() {
    const model = await openWindowModel(readFileSync(file), { windowShape, threads })
    const victim = slidingWindowVictim(model, { volumeShape: shape, overlap: 0.5, blending: 'constant' })
    const objective = awayFrom(labels)(losses.dicece)
    return () => victim.lossGradient({ shape, data: x }, objective)
  },
  async derive() {
    return () => {
      const graph = lowerFinal(
        deriveLossGradient(lowerForward(specialise(decodeModel(readFileSync(file)), shape)), 'dicece'),
      )
      const model = { graph, opsets: new Map([['', graph.opset]]), irVersion: 10 }
      encodeModel(model, { externalise: { location: 'uploaded-model' } })
    }
  },
  async loop() {
    const ball = linfBall(8 / 255)
    const [attacked, slope] = [x.slice(), x.map((value) => value - 0.5)]
    return () => {
      ball.ascend(attacked, slope, 0.01)
      ball.project(attacked, x)
    }
  },
}

/** Runs before the first that is timed; a derivation happens once per job, cold. */
const warmUps: Readonly<Record<string, number>> = { derive: 0, loop: 20 }

const run = await measures[what]?.()
if (run === undefined) throw new Error(`${what} is not measured; ${Object.keys(measures).join(', ')} are.`)
for (let warm = 0; warm < (warmUps[what] ?? 1); warm++) await run()
const idleBytes = process.memoryUsage.rss()
console.log('ready')
for await (const _ of createInterface({ input: process.stdin })) {
  const [started, before] = [performance.now(), process.cpuUsage()]
  await run()
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  const peak = process.resourceUsage().maxRSS * 1024
  const timing: Timing = {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    // Of a derivation what it adds to the bare process, the file included.
    peakBytes: what === 'derive' ? Math.max(0, peak - idleBytes) : peak,
  }
  console.log(JSON.stringify(timing))
}
process.exit()
