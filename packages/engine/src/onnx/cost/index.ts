export { type CostEstimate, estimateCost, liveBytesBeside } from './estimate-cost.ts'
