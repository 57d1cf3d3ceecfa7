export { executionOrder } from './execution-order.ts'
export { type CostEstimate, estimateCost, liveBytesBeside } from './estimate-cost.ts'
