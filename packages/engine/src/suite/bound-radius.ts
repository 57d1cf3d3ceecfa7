/** The ball's radius over volumes of `size` values, bound in 1/255: in L2 the bound is a root mean square. */
export function boundRadius(norm: 'linf' | 'l2', epsilon: number, size: number): number {
  return norm === 'l2' ? (epsilon / 255) * Math.sqrt(size) : epsilon / 255
}
