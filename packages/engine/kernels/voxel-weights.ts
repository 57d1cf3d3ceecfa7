import { upper, wideLog } from './elementary'

/**
 * w_v = share p_y / ||p||, the cosine between p and the label, blind to the length of p. Planes as after `powers`; w is
 * float64.
 */
export function cosineWeights(
  planes: usize,
  labels: usize,
  weights: usize,
  share: f64,
  classCount: i32,
  stride: usize,
  length: i32,
): void {
  const shares = f64x2.splat(share)
  for (let v: usize = 0; v < <usize>length; v += 4) {
    const label = v128.load(labels + (v << 2))
    let at = planes + (v << 2)
    let ofLabel = f32x4.splat(0)
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    for (let k = 0; k < classCount; k++) {
      const p = v128.load(at)
      ofLabel = v128.bitselect(p, ofLabel, i32x4.eq(label, i32x4.splat(k)))
      const first = f64x2.promote_low_f32x4(p)
      const second = f64x2.promote_low_f32x4(upper(p))
      low = f64x2.add(low, f64x2.mul(first, first))
      high = f64x2.add(high, f64x2.mul(second, second))
      at += stride << 2
    }
    const to = weights + (v << 3)
    v128.store(to, f64x2.mul(shares, f64x2.div(f64x2.promote_low_f32x4(ofLabel), f64x2.sqrt(low))))
    v128.store(to + 16, f64x2.mul(shares, f64x2.div(f64x2.promote_low_f32x4(upper(ofLabel)), f64x2.sqrt(high))))
  }
}

/**
 * w_v = the share of the voxel's label, 0 where the prediction is wrong, `byClass` holding a float64 for each class.
 * Returns `tracked` plus the shares' sum over CE_v, right or wrong, voxel by voxel in their order.
 */
export function classWeights(
  labels: usize,
  correct: usize,
  crossEntropy: usize,
  byClass: usize,
  weights: usize,
  tracked: f64,
  length: i32,
): f64 {
  let sum = tracked
  for (let v: usize = 0; v < <usize>length; v++) {
    const share = load<f64>(byClass + (<usize>load<i32>(labels + (v << 2)) << 3))
    store<f64>(weights + (v << 3), load<u8>(correct + v) ? share : 0)
    sum += share * load<f64>(crossEntropy + (v << 3))
  }
  return sum
}

/**
 * Each voxel's Jensen-Shannon divergence JS = log 2 + (q log q - (1 + q) log(1 + q)) / 2 with q = p_y takes the place of
 * its cross-entropy -log q, and w_v = share (q log(1 + q) - q log q) / 2 is its slope; float64. Planes as after `powers`.
 */
export function jensenShannonWeights(
  planes: usize,
  labels: usize,
  shares: usize,
  crossEntropy: usize,
  weights: usize,
  share: f64,
  classCount: i32,
  stride: usize,
  length: i32,
): void {
  for (let v: usize = 0; v < <usize>length; v += 4) {
    const label = v128.load(labels + (v << 2))
    let at = planes + (v << 2)
    let q = f32x4.splat(0)
    for (let k = 0; k < classCount; k++) {
      q = v128.bitselect(v128.load(at), q, i32x4.eq(label, i32x4.splat(k)))
      at += stride << 2
    }
    q = f32x4.mul(q, v128.load(shares + (v << 2)))
    divergence(f64x2.promote_low_f32x4(q), crossEntropy + (v << 3), weights + (v << 3), share)
    divergence(f64x2.promote_low_f32x4(upper(q)), crossEntropy + (v << 3) + 16, weights + (v << 3) + 16, share)
  }
}

// @ts-ignore: decorator
@inline
function divergence(q: v128, crossEntropy: usize, weights: usize, share: f64): void {
  const half = f64x2.splat(0.5)
  const raised = f64x2.add(q, f64x2.splat(1))
  const logRaised = wideLog(raised)
  const minusLog = f64x2.mul(q, v128.load(crossEntropy))
  const value = f64x2.mul(half, f64x2.add(minusLog, f64x2.mul(raised, logRaised)))
  v128.store(crossEntropy, f64x2.sub(f64x2.splat(0.6931471805599453), value))
  const slope = f64x2.mul(half, f64x2.add(minusLog, f64x2.mul(q, logRaised)))
  v128.store(weights, f64x2.mul(f64x2.splat(share), slope))
}
