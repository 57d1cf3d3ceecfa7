import { binary } from './generated/kernels.ts'

/** What packages/engine/kernels exports. Addresses are bytes in `memory`; each function says there what it does. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer }
  powers(
    planes: number,
    labels: number,
    shares: number,
    crossEntropy: number,
    classes: number,
    correct: number,
    classCount: number,
    stride: number,
    length: number,
  ): number
  normalise(planes: number, shares: number, classCount: number, stride: number, length: number): void
  residual(
    planes: number,
    labels: number,
    shares: number,
    weights: number,
    classCount: number,
    stride: number,
    length: number,
  ): void
  weightedSum(weights: number, crossEntropy: number, length: number): number
  sum(values: number, length: number): number
  cosineWeights(
    planes: number,
    labels: number,
    weights: number,
    share: number,
    classCount: number,
    stride: number,
    length: number,
  ): void
  classWeights(
    labels: number,
    correct: number,
    crossEntropy: number,
    byClass: number,
    weights: number,
    tracked: number,
    length: number,
  ): number
  jensenShannonWeights(
    planes: number,
    labels: number,
    shares: number,
    crossEntropy: number,
    weights: number,
    share: number,
    classCount: number,
    stride: number,
    length: number,
  ): void
  diceSums(
    planes: number,
    labels: number,
    shares: number,
    sums: number,
    classCount: number,
    stride: number,
    length: number,
  ): void
  diceGradient(
    planes: number,
    labels: number,
    slopes: number,
    share: number,
    classCount: number,
    stride: number,
    length: number,
  ): void
  prediction(planes: number, classes: number, classCount: number, stride: number, length: number): number
  overlaps(a: number, b: number, counts: number, classCount: number, length: number): void
  addScaled(to: number, from: number, weight: number, length: number, isFirst: number): void
  mapRowsOfPlane(
    from: number,
    to: number,
    first: number,
    source: number,
    weight: number,
    outputs: number,
    width: number,
  ): void
  mapWithinRows(
    from: number,
    to: number,
    first: number,
    source: number,
    weight: number,
    rows: number,
    inputs: number,
    outputs: number,
  ): void
  quantise(c: number, q: number, to: number, k: number, stretch: number, length: number): void
  pullBackRounding(g: number, c: number, q: number, k: number, stretch: number, length: number): void
  analyse(matrix: number, input: number, output: number, size: number): void
  synthesise(matrix: number, input: number, output: number, size: number): void
  squareSum(values: number, length: number): number
  ascendL2(x: number, slope: number, scale: number, length: number): void
  clampedSquares(x: number, clean: number, sums: number, scale: number, length: number): void
  shrinkTowards(x: number, clean: number, scale: number, length: number): void
  projectLinf(x: number, clean: number, bound: number, length: number): void
  ascendLinf(x: number, slope: number, step: number, length: number): void
  clampBetween(x: number, least: number, most: number, length: number): void
  addToSums(values: number, sums: number, length: number): void
  meansOfSums(sums: number, means: number, count: number, length: number): void
  withMomentum(z: number, x: number, before: number, onward: number, kept: number, length: number): void
}

/** Part of what TypeScript declares for browsers alone. */
interface WebAssemblyHost {
  readonly WebAssembly: {
    readonly Module: new (binary: Uint8Array) => object
    readonly Instance: new (module: object) => { readonly exports: unknown }
  }
}
const { Module, Instance } = (globalThis as unknown as WebAssemblyHost).WebAssembly

/** The one instance. Calls are synchronous and keep nothing in its memory, so that all callers share it. */
export const kernels: Kernels = new Instance(new Module(Buffer.from(binary, 'base64'))).exports as Kernels
