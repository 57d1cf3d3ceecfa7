export { type DatasetManifest, datasetManifestSchema, type Preprocessing, preprocessingSchema } from './manifest.ts'
