export { paretoFront } from './pareto-front.ts'
export { placeLabels, spreadHeights } from './place-labels.ts'
export { axisTicks, formatTick, linearScale } from './scale.ts'
