export { DatasetCases } from './dataset-cases.tsx'
export { DatasetFacts } from './dataset-facts.tsx'
export { DatasetList } from './dataset-list.tsx'
export { loadDataset, loadDatasets } from './load-datasets.ts'
