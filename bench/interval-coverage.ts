import { type RandomSource, randomSource } from '../packages/engine/src/attacks/index.ts'
import { drawResamples, intervalOf } from '../packages/engine/src/suite/ranking/index.ts'
import { upperTail } from '../packages/engine/src/suite/ranking/normal-distribution.ts'

/**
 * How often 95 % intervals of a mean Dice hold the true mean, by bootstrap, number of cases and population.
 * Run: npx tsx bench/interval-coverage.ts
 */
const trials = 2000
const samples = 1000

const populations = {
  'normal, 0.5 ± 0.1': { draw: (random: RandomSource) => 0.5 + 0.1 * random.normal(), mean: 0.5 },
  'beta(8, 2)': { draw: (random: RandomSource) => beta(random, 8, 2), mean: 0.8 },
  'beta(1, 4)': { draw: (random: RandomSource) => beta(random, 1, 4), mean: 0.2 },
  '0 in 30 %, else beta(4, 4)': {
    draw: (random: RandomSource) => (random.uniform() < 0.3 ? 0 : beta(random, 4, 4)),
    mean: 0.35,
  },
  '0 in 10 %, else beta(18, 2)': {
    draw: (random: RandomSource) => (random.uniform() < 0.1 ? 0 : beta(random, 18, 2)),
    mean: 0.81,
  },
}

type Limits = readonly [number, number]
type Method = (values: readonly number[], resamples: readonly Uint32Array[]) => Limits

const methods: Readonly<Record<string, Method>> = {
  percentile: (values, resamples) => {
    const means = resampledMeans(values, resamples)
    return [quantile(means, 0.025), quantile(means, 0.975)]
  },
  BCa: biasCorrected,
  'as published': (values, resamples) => {
    const { low, high } = intervalOf(values, resamples)
    return [low, high]
  },
}

for (const [name, { draw, mean }] of Object.entries(populations)) {
  console.log(`\n${name}\ncases  ${Object.keys(methods).join('        ')} (coverage, mean width)`)
  for (const count of [3, 4, 6, 8, 12, 20, 40]) {
    const random = randomSource(['coverage', name, count])
    const resamples = drawResamples(count, samples, ['coverage'])
    const tally = Object.values(methods).map((limits) => ({ limits, covered: 0, width: 0 }))
    for (let trial = 0; trial < trials; trial++) {
      const values = Array.from({ length: count }, () => draw(random))
      for (const one of tally) {
        const [low, high] = one.limits(values, resamples)
        if (low <= mean && mean <= high) one.covered++
        one.width += high - low
      }
    }
    const cells = tally.map(
      ({ covered, width }) => `${((100 * covered) / trials).toFixed(1)} %, ${(width / trials).toFixed(2)}`,
    )
    console.log(`${String(count).padStart(5)}  ${cells.join('    ')}`)
  }
}

/** Efron 1987: shifted by the share of means below the mean, and by the jackknife's skewness. */
function biasCorrected(values: readonly number[], resamples: readonly Uint32Array[]): Limits {
  const means = resampledMeans(values, resamples)
  const total = values.reduce((sum, value) => sum + value, 0)
  const mean = total / values.length
  const below = means.filter((m) => m < mean).length + means.filter((m) => m === mean).length / 2
  const bias = normalQuantile(Math.min(1 - 1e-6, Math.max(1e-6, below / means.length)))
  const gaps = values.map((value) => (value - mean) / (values.length - 1))
  const squares = gaps.reduce((sum, gap) => sum + gap ** 2, 0)
  const acceleration = squares > 0 ? gaps.reduce((sum, gap) => sum + gap ** 3, 0) / (6 * squares ** 1.5) : 0
  const shifted = (z: number): number => 1 - upperTail(bias + (bias + z) / (1 - acceleration * (bias + z)))
  return [quantile(means, shifted(-1.959964)), quantile(means, shifted(1.959964))]
}

function resampledMeans(values: readonly number[], resamples: readonly Uint32Array[]): Float64Array {
  return Float64Array.from(
    resamples,
    (indices) => indices.reduce((sum, index) => sum + (values[index] ?? 0), 0) / indices.length,
  ).sort()
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below] ?? 0
  return low + ((sorted[below + 1] ?? low) - low) * (position - below)
}

function normalQuantile(share: number): number {
  let [low, high] = [-9, 9]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (1 - upperTail(middle) < share) low = middle
    else high = middle
  }
  return low
}

/** Of whole parameters, from sums of exponential deviates. */
function beta(random: RandomSource, a: number, b: number): number {
  const gamma = (shape: number): number =>
    Array.from({ length: shape }, () => -Math.log(1 - random.uniform())).reduce((sum, value) => sum + value, 0)
  const x = gamma(a)
  return x / (x + gamma(b))
}
