/** A rotation by `radians` about the axis `direction` through the volume's centre, then a shift. */
export interface Pose {
  /** Of length 1, along [D, H, W]. */
  readonly direction: readonly [number, number, number]
  readonly radians: number
  readonly shiftMm: readonly [number, number, number]
}

export interface RigidResampling {
  /** [C, D, H, W]. */
  readonly values: Float32Array
  readonly extents: readonly [number, number, number]
  readonly spacingMm: readonly [number, number, number]
  readonly pose: Pose
}

/**
 * The volume in another pose: the value at each voxel is that at its place rotated and shifted, in mm and therefore
 * rigid whatever the voxels' shape, interpolated linearly; beyond the borders the volume is held.
 */
export function resampleRigidly({ values, extents, spacingMm, pose }: RigidResampling): Float32Array {
  const [depth, height, width] = extents
  const [x, y, z] = sourceIndices({ extents, spacingMm, pose })
  const result = new Float32Array(values.length)
  let v = 0
  for (let i = 0; i < depth; i++) {
    for (let j = 0; j < height; j++) {
      const [x0, y0, z0] = [
        x.start + x.perI * i + x.perJ * j,
        y.start + y.perI * i + y.perJ * j,
        z.start + z.perI * i + z.perJ * j,
      ]
      for (let l = 0; l < width; l++, v++) {
        const a = held(x0 + x.perL * l, depth)
        const b = held(y0 + y.perL * l, height)
        const c = held(z0 + z.perL * l, width)
        interpolate({ values, result, extents }, v, a, b, c)
      }
    }
  }
  return result
}

interface SourceIndex {
  readonly start: number
  readonly perI: number
  readonly perJ: number
  readonly perL: number
}

/** The index along each axis that voxel (i, j, l) takes its value from, which is affine in i, j and l. */
function sourceIndices({ extents, spacingMm, pose }: Omit<RigidResampling, 'values'>) {
  const matrix = rotation(pose)
  const index = (axis: 0 | 1 | 2): SourceIndex => {
    const per = (other: 0 | 1 | 2): number => ((matrix[3 * axis + other] ?? 0) * spacingMm[other]) / spacingMm[axis]
    const [perI, perJ, perL] = [per(0), per(1), per(2)]
    const [i, j, l] = [(extents[0] - 1) / 2, (extents[1] - 1) / 2, (extents[2] - 1) / 2]
    const centre = (extents[axis] - 1) / 2
    const start = centre + pose.shiftMm[axis] / spacingMm[axis] - perI * i - perJ * j - perL * l
    return { start, perI, perJ, perL }
  }
  return [index(0), index(1), index(2)] as const
}

function held(index: number, extent: number): number {
  return index < 0 ? 0 : index > extent - 1 ? extent - 1 : index
}

interface Interpolation {
  readonly values: Float32Array
  readonly result: Float32Array
  readonly extents: readonly [number, number, number]
}

/** Voxel v of each channel of the result becomes the value at (a, b, c), all within the volume. */
function interpolate({ values, result, extents }: Interpolation, v: number, a: number, b: number, c: number): void {
  const [depth, height, width] = extents
  const i = Math.floor(a)
  const j = Math.floor(b)
  const l = Math.floor(c)
  const down = i + 1 < depth ? height * width : 0
  const right = j + 1 < height ? width : 0
  const on = l + 1 < width ? 1 : 0
  const w = c - l
  for (let start = 0; start < values.length; start += depth * height * width) {
    const at = start + (i * height + j) * width + l
    const near = mixed(line(values, at, on, w), line(values, at + right, on, w), b - j)
    const far = mixed(line(values, at + down, on, w), line(values, at + down + right, on, w), b - j)
    result[start + v] = mixed(near, far, a - i)
  }
}

function line(values: Float32Array, at: number, on: number, share: number): number {
  return mixed(values[at] as number, values[at + on] as number, share)
}

function mixed(from: number, to: number, share: number): number {
  return from + (to - from) * share
}

/** Rodrigues' formula, row by row. */
function rotation({ direction: [a, b, c], radians }: Pose): number[] {
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const rest = 1 - cos
  return [
    ...[cos + a * a * rest, a * b * rest - c * sin, a * c * rest + b * sin],
    ...[b * a * rest + c * sin, cos + b * b * rest, b * c * rest - a * sin],
    ...[c * a * rest - b * sin, c * b * rest + a * sin, cos + c * c * rest],
  ]
}
