/** What each suite is for, in a sentence, by its slug. */
export const suiteWords: Readonly<Record<string, string>> = {
  'quick-1': 'It tries a model out in minutes, with few attacks; the ranking to cite is that of standard-1.',
  'standard-1':
    'It is the one that ranks: white-box, black-box and frequency attacks, and a check for hidden gradients.',
  'paper-1':
    'It repeats the attacks of Malik et al. (BMVC 2024) with their parameters, to compare with their tables; the ranking to cite is that of standard-1.',
}
