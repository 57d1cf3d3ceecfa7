import type { Preprocessing } from '../manifest.ts'
import type { Volume } from '../nifti/volume.ts'
import { reorient } from '../orientation.ts'
import { cutOut, exactBox, foregroundBox, paddedBox, type VoxelBox } from './crop-and-pad.ts'
import { resample } from './resample.ts'
import { scaleIntensity } from './scale-intensity.ts'

/** An image with its label on the same grid; the label's values are class indices. */
export interface ImagePair {
  readonly image: Volume
  readonly label: Volume
}

/**
 * The recipe's steps in their order: orientation, spacing (trilinear, nearest for the label), intensity to [0, 1],
 * crop to the foreground, pad with 0 to a least shape, pad or centre-crop to an exact shape. Image and label stay on one
 * grid, and each affine follows, so that every voxel keeps its millimetres. Throws a
 * GridTooLargeError where the spacing asks for more voxels than fit.
 */
export function preprocess(pair: ImagePair, recipe: Preprocessing): ImagePair {
  let image = reorient(pair.image, recipe.orientation)
  let label = reorient(pair.label, recipe.orientation)
  if (recipe.spacingMm) {
    image = resample(image, recipe.spacingMm, 'linear')
    label = resample(label, recipe.spacingMm, 'nearest')
  }
  image = scaleIntensity(image, recipe.intensity)
  const cut = (box: VoxelBox): void => {
    image = cutOut(image, box)
    label = cutOut(label, box)
  }
  if (recipe.cropForeground) cut(foregroundBox(image))
  if (recipe.padToShape) cut(paddedBox(image.shape, recipe.padToShape, recipe.padSide))
  if (recipe.exactShape) cut(exactBox(image.shape, recipe.exactShape))
  return { image, label }
}
