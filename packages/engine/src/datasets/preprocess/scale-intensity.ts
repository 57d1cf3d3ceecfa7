import type { IntensityScaling, Preprocessing } from '../manifest.ts'
import type { Volume } from '../nifti/volume.ts'
import { orderStatistic } from './order-statistic.ts'

/**
 * The values scaled to [0, 1] and clipped: by a fixed window, or by a channel's own percentiles (linear interpolation, as
 * numpy) or minimum and maximum; alike for all channels, or each by its own entry. A channel of one value becomes 0.
 */
export function scaleIntensity(volume: Volume, intensity: Preprocessing['intensity']): Volume {
  const voxels = volume.data.length / volume.channelCount
  const data = new Float32Array(volume.data.length)
  for (let channel = 0; channel < volume.channelCount; channel++) {
    const values = volume.data.subarray(channel * voxels, (channel + 1) * voxels)
    const scaling = Array.isArray(intensity) ? intensity[channel] : intensity
    if (!scaling) throw new Error(`Channel ${channel} has no intensity scaling; the manifest gives one for each.`)
    const [low, high] = boundsOf(values, scaling)
    const range = high - low
    const start = channel * voxels
    for (let n = 0; n < voxels; n++) {
      const scaled = range > 0 ? ((values[n] ?? 0) - low) / range : 0
      data[start + n] = Math.min(Math.max(scaled, 0), 1)
    }
  }
  return { ...volume, data }
}

function boundsOf(values: Float32Array, intensity: IntensityScaling): readonly [number, number] {
  switch (intensity.kind) {
    case 'window':
      return [intensity.low, intensity.high]
    case 'percentiles':
      return [percentile(values, intensity.low), percentile(values, intensity.high)]
    case 'min-max': {
      let low = Infinity
      let high = -Infinity
      for (const value of values) {
        if (value < low) low = value
        if (value > high) high = value
      }
      return [low, high]
    }
  }
}

function percentile(values: Float32Array, percent: number): number {
  const place = (percent / 100) * (values.length - 1)
  const below = Math.floor(place)
  const low = orderStatistic(values, below)
  if (place === below) return low
  return low + (orderStatistic(values, below + 1) - low) * (place - below)
}
