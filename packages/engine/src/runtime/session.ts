import './environment.ts'
import { env, InferenceSession, Tensor } from 'onnxruntime-node'
import type { FloatTensor, Shape } from '../tensor/index.ts'
import type { HeldValues } from './held-values.ts'
import { asRuntimeError, RuntimeError } from './runtime-error.ts'

export type Provider = 'cpu' | 'cuda' | 'webgpu'

/** Version of the native ONNX Runtime package, for provenance. */
export const runtimeVersion: string = env.versions.node ?? env.versions.common

export interface SessionOptions {
  /** In order of preference; ONNX Runtime falls back from one to the next by node. */
  readonly providers?: readonly Provider[] | undefined
  /** Threads within an operator; ONNX Runtime's own choice, the number of physical cores, if absent. */
  readonly threads?: number | undefined
  /** Whether weights are laid out for the matrix kernels while loading, at the price of a copy; yes unless said. */
  readonly prepacks?: boolean | undefined
  /** An int64 input of one element that is fed 0 in each run (see shapes-at-run-time). */
  readonly zeroInput?: string | undefined
  /** The bytes that tensors stored outside the model point into, by the location that they name. */
  readonly externalData?: { readonly location: string; readonly bytes: Uint8Array } | undefined
}

/** A dense uint8 tensor in C order, such as labels. */
export interface ByteTensor {
  readonly shape: Shape
  readonly data: Uint8Array
}

/** A loaded graph of float32 (or uint8) inputs and float32 outputs. Calls must follow one another; `run` blocks the event loop. */
export interface Session {
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | string)[] }[]
  readonly outputs: readonly { readonly name: string; readonly shape: readonly (number | string)[] }[]
  /**
   * Values of the outputs asked for; the caller owns them. Outputs in `writes` are written into its buffers, inputs in
   * `reads` are taken from its buffers. Throws a RuntimeError.
   */
  run(
    feeds: Readonly<Record<string, FloatTensor | ByteTensor>>,
    outputs: readonly string[],
    held?: { readonly reads?: HeldValues; readonly writes?: HeldValues },
  ): Promise<Record<string, FloatTensor>>
  /** Frees the native memory; a second call does nothing, a run after it throws. */
  close(): Promise<void>
}

/** Loads an encoded model. Throws a RuntimeError. `what` names it in messages. */
export async function openSession(bytes: Uint8Array, options: SessionOptions, what: string): Promise<Session> {
  const { providers = ['cpu'], threads, prepacks = true, zeroInput, externalData } = options
  let session: InferenceSession
  try {
    session = await InferenceSession.create(bytes, {
      executionProviders: [...providers],
      graphOptimizationLevel: 'all',
      // Halves the peak of memory at no cost in time.
      enableMemPattern: false,
      executionMode: 'sequential',
      // Threads that spin while they wait take the cores from whoever shares the machine: six times slower then.
      // What is computed twice to save memory must not be merged again.
      extra: {
        session: { intra_op: { allow_spinning: '0' }, disable_prepacking: prepacks ? '0' : '1' },
        optimization: { disable_specified_optimizers: 'CommonSubexpressionElimination' },
      },
      logSeverityLevel: 3,
      ...(externalData === undefined
        ? {}
        : { externalData: [{ path: externalData.location, data: externalData.bytes }] }),
      ...(threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 }),
    })
  } catch (error) {
    throw asRuntimeError(error, 'load', what)
  }
  const zero = zeroInput === undefined ? {} : { [zeroInput]: new Tensor('int64', BigInt64Array.of(0n), [1]) }
  let isOpen = true
  return {
    inputs: valuesOf(session.inputMetadata),
    outputs: valuesOf(session.outputMetadata),
    async run(feeds, outputs, held = {}) {
      if (!isOpen) throw new RuntimeError('session-closed', `The session of ${what} is closed; open the model again.`)
      const tensors = Object.entries(feeds).map(([name, { data, shape }]) => [
        name,
        data instanceof Uint8Array ? new Tensor('uint8', data, [...shape]) : new Tensor('float32', data, [...shape]),
      ])
      try {
        const fetches = { ...Object.fromEntries(outputs.map((name) => [name, null])), ...held.writes?.tensors }
        const results = await session.run({ ...Object.fromEntries(tensors), ...zero, ...held.reads?.tensors }, fetches)
        for (const name of Object.keys(held.writes?.tensors ?? {})) free(results[name])
        return Object.fromEntries(outputs.map((name) => [name, floatTensor(name, results[name], what)]))
      } catch (error) {
        throw error instanceof RuntimeError ? error : asRuntimeError(error, 'run', what)
      }
    },
    async close() {
      if (!isOpen) return
      isOpen = false
      await session.release()
    },
  }
}

function valuesOf(metadata: readonly InferenceSession.ValueMetadata[]) {
  return metadata.map((value) => ({ name: value.name, shape: value.isTensor ? value.shape : [] }))
}

/**
 * onnxruntime-node returns a copy of what it wrote into a buffer given to it. Left to the garbage collector, such copies
 * make it run every few steps.
 */
function free(copy: Tensor | undefined): void {
  if (copy !== undefined && ArrayBuffer.isView(copy.data)) (copy.data.buffer as ArrayBuffer).transfer(0)
}

function floatTensor(name: string, value: Tensor | undefined, what: string): FloatTensor {
  if (value?.data instanceof Float32Array) return { shape: value.dims as Shape, data: value.data }
  const found = value === undefined ? 'nothing' : value.type
  throw new RuntimeError('run-failed', `Output ${name} of ${what} is ${found}; a float32 tensor was expected.`)
}
