/**
 * P(Z > z) of a standard normal deviate, to about 1e-13 of itself: from the series of Phi below 2, from the continued
 * fraction of Mills' ratio above (Abramowitz and Stegun 26.2.11 and 26.2.14).
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  return z < 2 ? 0.5 - density * oddSeries(z) : density * millsRatio(z)
}

/** z + z^3 / 3 + z^5 / (3 * 5) + ... */
function oddSeries(z: number): number {
  let term = z
  let sum = z
  for (let n = 3; term > sum * 1e-17; n += 2) {
    term *= (z * z) / n
    sum += term
  }
  return sum
}

/** 1 / (z + 1 / (z + 2 / (z + 3 / ...))), from the inside out. */
function millsRatio(z: number): number {
  let ratio = z
  for (let n = 200; n >= 1; n--) ratio = z + n / ratio
  return 1 / ratio
}
