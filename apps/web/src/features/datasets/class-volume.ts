/** Volume of `voxels` voxels of the given size, in millilitres: 1 ml = 1000 mm³. */
export function classMillilitres(voxels: number, spacingMm: readonly number[]): number {
  return (voxels * spacingMm.reduce((product, extent) => product * extent, 1)) / 1000
}
