import type { DatasetManifest } from '../manifest.ts'

/** Where the files of a published dataset lie, below its folder. Names are without `.nii.gz` or `.nii`. */
export type Layout =
  | {
      readonly kind: 'files'
      readonly patterns: readonly {
        /** Regular expression of a case's id. */
        readonly id: string
        /** One name per channel, with `{id}` in it. */
        readonly images: readonly string[]
        readonly label: string
      }[]
    }
  | {
      /**
       * ACDC's own: `<folder>/patient001/Info.cfg` names the frames of end-diastole and end-systole, which lie beside it
       * as `patient001_frame01` with their labels in `patient001_frame01_gt`; a case is one frame.
       */
      readonly kind: 'patients'
      readonly folder: string
    }

/** How a published dataset becomes one of ours: data alone, without its volumes. */
export interface Recipe {
  readonly manifest: Omit<DatasetManifest, 'cases'>
  /** The first of them that a folder has is taken. */
  readonly layouts: readonly Layout[]
  readonly split: {
    /** Ids of the cases that are ranked on; all must be there. */
    readonly test: readonly string[]
    /** Ids of cases with another purpose. All that are neither are for training. */
    readonly leftOut: readonly string[]
    /** Who published the split, or the rule where nobody did. */
    readonly source: string
  }
}
