import { architectureFamilies, type ArchitectureFamily } from '@voxproof/schema/vocabulary'

/** Which attacks the robust score is the worst of. `worst` takes all tracks together and is what ranks. */
export const attackChoices = ['worst', 'white-box', 'black-box', 'frequency'] as const
export type AttackChoice = (typeof attackChoices)[number]

/** The columns that a board can be ordered by. */
export const sortKeys = ['rank', 'name', 'robust', 'clean', 'noise', 'hd95', 'params'] as const
export type SortKey = (typeof sortKeys)[number]

/** What the leaderboard shows, as its address says it. */
export interface BoardView {
  /** Slug; null means the first dataset. */
  readonly dataset: string | null
  /** Slug; null means the board's main suite. */
  readonly suite: string | null
  readonly family: ArchitectureFamily | null
  readonly attack: AttackChoice
  readonly sort: SortKey
  readonly descending: boolean
  /** False shows the first rows of a long board only. */
  readonly isWhole: boolean
}

export type SearchParameters = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Reads the view from an address's parameters. A value outside the vocabulary counts as absent, so every address
 * shows a board. `sort=-clean` is descending, `sort=clean` ascending.
 */
export function parseBoardView(parameters: SearchParameters): BoardView {
  const sort = single(parameters.sort) ?? 'rank'
  return {
    dataset: single(parameters.dataset),
    suite: single(parameters.suite),
    family: oneOf(architectureFamilies, single(parameters.family)) ?? null,
    attack: oneOf(attackChoices, single(parameters.attack)) ?? 'worst',
    sort: oneOf(sortKeys, sort.replace(/^-/, '')) ?? 'rank',
    descending: sort.startsWith('-'),
    isWhole: single(parameters.rows) === 'all',
  }
}

/** The view's parameters, defaults left out, so that one view has one address. Starts with "?" unless empty. */
export function boardQueryString(view: BoardView): string {
  const parameters = new URLSearchParams()
  if (view.dataset !== null) parameters.set('dataset', view.dataset)
  if (view.suite !== null) parameters.set('suite', view.suite)
  if (view.family !== null) parameters.set('family', view.family)
  if (view.attack !== 'worst') parameters.set('attack', view.attack)
  if (view.sort !== 'rank' || view.descending) parameters.set('sort', `${view.descending ? '-' : ''}${view.sort}`)
  if (view.isWhole) parameters.set('rows', 'all')
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

/** The address of the board as `view` with `changes`. */
export function boardHref(view: BoardView, changes: Partial<BoardView> = {}): string {
  return `/${boardQueryString({ ...view, ...changes })}`
}

function single(value: string | readonly string[] | undefined): string | null {
  const first = typeof value === 'string' ? value : value?.[0]
  return first === undefined || first === '' ? null : first
}

function oneOf<Word extends string>(words: readonly Word[], word: string | null): Word | undefined {
  return words.find((known) => known === word)
}
