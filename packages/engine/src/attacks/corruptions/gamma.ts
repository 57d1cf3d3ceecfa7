import { corruption } from './corruption.ts'

/** Exponents by severity: those of MedMNIST-C (2024) for abdominal CT. */
const exponents = [1.3, 1.4, 1.6, 1.8, 2] as const

/** x = clean^gamma or clean^(1/gamma), darker or brighter with equal chance. */
export const gamma = corruption(exponents, ({ values, random }, exponent) => {
  const power = random.uniform() < 0.5 ? exponent : 1 / exponent
  return values.map((value) => value ** power)
})
