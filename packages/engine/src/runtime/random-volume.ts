/** Seeded uniform numbers in [0, 1): mulberry32. */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * A volume within [0, 1] with structure at every scale of the window, as images have: a few random plane waves and a
 * little noise per channel, [1, C, d, h, w].
 */
export function randomVolume(
  channelCount: number,
  windowShape: readonly [number, number, number],
  random: () => number,
): Float32Array {
  const [depth, height, width] = windowShape
  const volume = new Float32Array(channelCount * depth * height * width)
  let index = 0
  for (let channel = 0; channel < channelCount; channel++) {
    const waves = Array.from({ length: 4 }, (_, octave) => ({
      frequency: [random(), random(), random()].map((share) => 2 * Math.PI * share * 2 ** octave),
      phase: 2 * Math.PI * random(),
    }))
    for (let z = 0; z < depth; z++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          let value = 0.5 + 0.05 * (random() - 0.5)
          for (const { frequency, phase } of waves) {
            const [fz = 0, fy = 0, fx = 0] = frequency
            value += 0.1 * Math.sin((fz * z) / depth + (fy * y) / height + (fx * x) / width + phase)
          }
          volume[index++] = Math.min(1, Math.max(0, value))
        }
      }
    }
  }
  return volume
}
