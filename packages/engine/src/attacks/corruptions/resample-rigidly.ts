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
  const voxels = depth * height * width
  const matrix = rotation(pose)
  const centre = extents.map((extent) => (extent - 1) / 2)
  const result = new Float32Array(values.length)
  // Source index along each axis = matrix in index space * (voxel - centre) + offset.
  const inIndices = (row: number, column: number): number =>
    ((matrix[3 * row + column] ?? 0) * (spacingMm[column] ?? 1)) / (spacingMm[row] ?? 1)
  const rows = [0, 1, 2].map((row) => ({
    perDepth: inIndices(row, 0),
    perHeight: inIndices(row, 1),
    perWidth: inIndices(row, 2),
    offset: (centre[row] ?? 0) + (pose.shiftMm[row] ?? 0) / (spacingMm[row] ?? 1),
    last: (extents[row] ?? 1) - 1,
  }))
  const place = new Float64Array(3)
  let v = 0
  for (let i = 0; i < depth; i++) {
    for (let j = 0; j < height; j++) {
      for (let l = 0; l < width; l++, v++) {
        for (let row = 0; row < 3; row++) {
          const { perDepth, perHeight, perWidth, offset, last } = rows[row] as (typeof rows)[number]
          const at =
            perDepth * (i - (centre[0] ?? 0)) + perHeight * (j - (centre[1] ?? 0)) + perWidth * (l - (centre[2] ?? 0))
          place[row] = Math.min(last, Math.max(0, at + offset))
        }
        for (let start = 0; start < values.length; start += voxels) {
          result[start + v] = interpolated(values, start, extents, place)
        }
      }
    }
  }
  return result
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

function interpolated(
  values: Float32Array,
  start: number,
  [depth, height, width]: readonly [number, number, number],
  place: Float64Array,
): number {
  const [x, y, z] = [place[0] as number, place[1] as number, place[2] as number]
  const [i, j, l] = [Math.floor(x), Math.floor(y), Math.floor(z)]
  const [u, v, w] = [x - i, y - j, z - l]
  const [down, right, on] = [i + 1 < depth ? height * width : 0, j + 1 < height ? width : 0, l + 1 < width ? 1 : 0]
  const at = start + (i * height + j) * width + l
  const line = (from: number): number => (values[from] as number) * (1 - w) + (values[from + on] as number) * w
  const plane = (from: number): number => line(from) * (1 - v) + line(from + right) * v
  return plane(at) * (1 - u) + plane(at + down) * u
}
