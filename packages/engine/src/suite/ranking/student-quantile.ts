/**
 * The t that Student's distribution with a whole number of degrees of freedom exceeds with probability `tail`, in
 * (0, 1/2], by bisection of Abramowitz and Stegun 26.7.3 and 26.7.4.
 */
export function studentQuantile(tail: number, degrees: number): number {
  let [low, high] = [0, 1]
  while (studentTail(high, degrees) > tail) high *= 2
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2
    if (studentTail(middle, degrees) > tail) low = middle
    else high = middle
  }
  return high
}

/** P(T > t), t >= 0. */
function studentTail(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees))
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  const isOdd = degrees % 2 === 1
  let term = isOdd ? cos : 1
  let sum = degrees === 1 ? 0 : term
  for (let n = isOdd ? 3 : 2; n < degrees; n += 2) {
    term *= ((n - 1) / n) * cos * cos
    sum += term
  }
  const within = isOdd ? (2 / Math.PI) * (angle + sin * sum) : sin * sum
  return (1 - within) / 2
}
