import type { FlagRule } from '../findings.ts'
import { rounded, written } from '../worst-dice.ts'

/** Share of the clean Dice that nothing honest keeps. */
const mostKept = 2 / 3
/** Clean Dice below which there is nothing to lose. */
const leastClean = 0.1

/**
 * Within 64/255, a quarter of the intensity range, twenty steps of APGD leave a diagnosed case more than two thirds of its
 * clean foreground Dice: a bound so wide that every network fails within it, so that the attack is blind rather than the
 * network robust (Carlini et al. 2019: unbounded attacks must reach 100 %). Two thirds, because a network that calls
 * everything organ keeps a part of its Dice whatever the volume: the least that 34 honest networks lost was 43 %.
 */
export const noCollapse: FlagRule = ({ evidence }) => {
  const kept = evidence.flatMap(({ collapse }) =>
    collapse && collapse.clean >= leastClean && collapse.attacked > mostKept * collapse.clean ? [collapse] : [],
  )
  const [first] = kept
  if (!first) return undefined
  const { epsilon, clean, attacked } = first
  return {
    message: `An attack of ${epsilon}/255 leaves a Dice of ${written(attacked)} out of ${written(clean)}; it should leave next to nothing.`,
    evidence: { epsilon, clean: rounded(clean), attacked: rounded(attacked), cases: kept.length },
  }
}
