export { paretoFront } from './pareto-front.ts'
export { placeLabels, spreadHeights } from './place-labels.ts'
export { axisTicks, linearScale } from './scale.ts'
