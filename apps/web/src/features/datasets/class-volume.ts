/** Volume of `voxels` voxels of the given size, in millilitres: 1 ml = 1000 mm³. */
export function classMillilitres(voxels: number, spacingMm: readonly number[]): number {
  return (voxels * spacingMm.reduce((product, extent) => product * extent, 1)) / 1000
}

/** Decimals with which the smallest volume that is there keeps two figures, so that a column's decimals align. */
export function millilitreDecimals(volumes: readonly number[]): number {
  const smallest = Math.min(...volumes.filter((volume) => volume > 0))
  if (smallest >= 10) return 0
  return smallest >= 1 ? 1 : 2
}
