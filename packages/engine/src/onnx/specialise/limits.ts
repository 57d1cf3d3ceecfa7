/** What a model may ask for at its input shape before it is refused. */
export interface SpecialiseLimits {
  /** Largest single tensor, in bytes. */
  readonly tensorBytes: number
  /** Estimated peak of the activations alive at once in one forward pass, in bytes. */
  readonly liveBytes: number
  /** Floating-point operations of one forward pass. */
  readonly flops: number
  /** Iterations of one Loop or Scan. */
  readonly tripCount: number
  /** Nodes looked at, those of unrolled loops counted once an iteration. */
  readonly visitedNodes: number
  /** Elements computed by constant folding; beyond it nodes are left to run time. */
  readonly foldedElements: number
}

/** Room for the networks of the field at patches up to 256^3. */
export const defaultSpecialiseLimits: SpecialiseLimits = {
  tensorBytes: 4 * 2 ** 30,
  liveBytes: 64 * 2 ** 30,
  flops: 1e14,
  tripCount: 1_000_000,
  visitedNodes: 500_000,
  foldedElements: 32 * 2 ** 20,
}
