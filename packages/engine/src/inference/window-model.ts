/**
 * A network at one fixed window shape. Implemented in-process by `runtime/` and across the sandbox's border by the
 * evaluator. Arrays are C order: x is [N, C, d, h, w], logits and dz are [N, K, d, h, w].
 */
export interface WindowModel {
  readonly channelCount: number
  readonly classCount: number
  /** [d, h, w] voxels. */
  readonly windowShape: readonly [number, number, number]
  /** N; 1 where absent. */
  readonly batchSize?: number
  forward(x: Float32Array): Promise<Float32Array>
  /** Vector-Jacobian product: dx = (df/dx)^T dz, [N, C, d, h, w]. */
  vjp(x: Float32Array, dz: Float32Array): Promise<Float32Array>
  /** Logits, then dx for the dz that `cotangent` makes of them; may spare the second forward pass. */
  forwardThenVjp(
    x: Float32Array,
    cotangent: (logits: Float32Array) => Float32Array | Promise<Float32Array>,
  ): Promise<{ logits: Float32Array; dx: Float32Array }>
  close(): Promise<void>
}
