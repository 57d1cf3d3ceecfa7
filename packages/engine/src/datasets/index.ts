export { generatePhantom, type PhantomOptions } from './generate-phantom.ts'
export { type DatasetManifest, datasetManifestSchema, type Preprocessing, preprocessingSchema } from './manifest.ts'
export { phantomClassNames } from './phantom/anatomy.ts'
export { type PhantomCase, phantomExtentMm, renderPhantom } from './phantom/render-phantom.ts'
