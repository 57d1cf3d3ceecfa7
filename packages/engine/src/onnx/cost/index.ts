export { type CostEstimate, estimateCost } from './estimate-cost.ts'
