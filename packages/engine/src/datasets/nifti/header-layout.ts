/** How a header field is stored; `text` is zero-padded bytes. */
export type FieldKind = 'int8' | 'int16' | 'int32' | 'int64' | 'float32' | 'float64' | 'text'

export interface FieldLayout {
  readonly kind: FieldKind
  readonly offset: number
  /** Elements, or bytes for `text`. */
  readonly count: number
}

type LayoutPair = readonly [nifti1: FieldLayout | null, nifti2: FieldLayout | null]

function at(kind: FieldKind, offset: number, count = 1): FieldLayout {
  return { kind, offset, count }
}

/** Every header field with its place in NIfTI-1 (348 bytes) and NIfTI-2 (540 bytes), from nifti1.h and nifti2.h. */
export const headerLayout = {
  sizeof_hdr: [at('int32', 0), at('int32', 0)],
  magic: [at('text', 344, 4), at('text', 4, 8)],
  dim_info: [at('int8', 39), at('int8', 524)],
  dim: [at('int16', 40, 8), at('int64', 16, 8)],
  intent_p: [at('float32', 56, 3), at('float64', 80, 3)],
  intent_code: [at('int16', 68), at('int32', 504)],
  datatype: [at('int16', 70), at('int16', 12)],
  bitpix: [at('int16', 72), at('int16', 14)],
  slice_start: [at('int16', 74), at('int64', 224)],
  pixdim: [at('float32', 76, 8), at('float64', 104, 8)],
  vox_offset: [at('float32', 108), at('int64', 168)],
  scl_slope: [at('float32', 112), at('float64', 176)],
  scl_inter: [at('float32', 116), at('float64', 184)],
  slice_end: [at('int16', 120), at('int64', 232)],
  slice_code: [at('int8', 122), at('int32', 496)],
  xyzt_units: [at('int8', 123), at('int32', 500)],
  cal_max: [at('float32', 124), at('float64', 192)],
  cal_min: [at('float32', 128), at('float64', 200)],
  slice_duration: [at('float32', 132), at('float64', 208)],
  toffset: [at('float32', 136), at('float64', 216)],
  descrip: [at('text', 148, 80), at('text', 240, 80)],
  aux_file: [at('text', 228, 24), at('text', 320, 24)],
  qform_code: [at('int16', 252), at('int32', 344)],
  sform_code: [at('int16', 254), at('int32', 348)],
  quatern: [at('float32', 256, 3), at('float64', 352, 3)],
  qoffset: [at('float32', 268, 3), at('float64', 376, 3)],
  srow: [at('float32', 280, 12), at('float64', 400, 12)],
  intent_name: [at('text', 328, 16), at('text', 508, 16)],
} as const satisfies Record<string, LayoutPair>

export type FieldName = keyof typeof headerLayout
export type NiftiVersion = 1 | 2

/** Bytes of the header itself, which its first field also states. */
export const headerBytes: Readonly<Record<NiftiVersion, number>> = { 1: 348, 2: 540 }

/** Where the field lies in this version of the header. */
export function fieldLayout(name: FieldName, version: NiftiVersion): FieldLayout {
  return headerLayout[name][version - 1 === 0 ? 0 : 1]
}
