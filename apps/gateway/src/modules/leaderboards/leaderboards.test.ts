import { ranking, submission } from '@voxproof/schema/tables'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '../../testing/client.ts'
import { finishEvaluation } from '../../testing/finished-evaluation.store.ts'
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts'

let gateway: TestGateway
let visitor: Client

beforeAll(async () => {
  gateway = await startTestGateway({ dailySubmissionLimit: 20 })
  const ada = gateway.client()
  await ada.signUp('Ada')
  visitor = gateway.client()
  const { suites } = await visitor.query<{ suites: { slug: string; hash: string }[] }>('{ suites { slug hash } }')
  const [main] = suites
  if (main === undefined) throw new Error('The engine has no suite.')
  const suite = { id: main.slug, hash: main.hash }
  const [first, second, third] = [
    { rankThenAggregate: 1, groups: ['a'] },
    { rankThenAggregate: 2, groups: ['a', 'b'] },
    { rankThenAggregate: 3, groups: ['b'] },
  ]
  const models = [
    { name: 'Birch', family: 'convolutional', rank: 2, ...third, clean: 0.9, robust: 0.3, parameters: 500 },
    { name: 'Alder', family: 'convolutional', rank: 1, ...first, clean: 0.8, robust: 0.5, parameters: 2000 },
    { name: 'Cedar', family: 'transformer', rank: 2, ...second, clean: 0.7, robust: 0.3, parameters: null },
    { name: 'Secret', family: 'convolutional', rank: 9, clean: 0.9, robust: 0.9, parameters: 1, visibility: 'private' },
    { name: 'Failed', family: 'convolutional', rank: 9, clean: 0.9, robust: 0.9, parameters: 1, status: 'failed' },
    {
      name: 'Old',
      family: 'convolutional',
      rank: 9,
      clean: 0.9,
      robust: 0.9,
      parameters: 1,
      datasetHash: 'f'.repeat(64),
    },
  ] as const
  for (const { name, ...finished } of models) {
    await finishEvaluation(gateway.db, suite, { id: await ada.createSubmission({ name }), ...finished })
  }
  await gateway.db.update(submission).set({ visibility: 'anonymous' }).where(eq(submission.name, 'Cedar'))
})

afterAll(() => gateway.stop())

interface Board {
  leaderboard: {
    entries: {
      totalCount: number
      nodes: { rank: number; submission: { name: string } }[]
      pageInfo: { hasNextPage: boolean; endCursor: string }
    }
  }
}

async function board(args: string, boardArgs = ''): Promise<Board['leaderboard']['entries']> {
  const { leaderboard } = await visitor.query<Board>(`{ leaderboard(dataset: "phantom-ct" ${boardArgs}) {
    entries${args} { totalCount nodes { rank submission { name } } pageInfo { hasNextPage endCursor } }
  } }`)
  return leaderboard.entries
}

test.each([
  ['', ['Alder', 'Birch', 'Cedar']],
  ['(orderBy: NAME)', ['Alder', 'Birch', 'Cedar']],
  ['(orderBy: NAME, descending: true)', ['Cedar', 'Birch', 'Alder']],
  ['(orderBy: CLEAN_DICE)', ['Birch', 'Alder', 'Cedar']],
  ['(orderBy: CLEAN_DICE, descending: false)', ['Cedar', 'Alder', 'Birch']],
  // What is unknown comes last either way.
  ['(orderBy: PARAMETERS)', ['Birch', 'Alder', 'Cedar']],
  ['(orderBy: PARAMETERS, descending: true)', ['Alder', 'Birch', 'Cedar']],
  ['(orderBy: CREATED_AT)', ['Cedar', 'Alder', 'Birch']],
])('entries%s lists %j and neither private, failed nor outdated ones', async (args, names) => {
  const entries = await board(args)
  const found = entries.nodes.map((node) => node.submission.name)
  // Birch and Cedar share rank 2, and their order is that of ids made at random.
  expect(args === '' ? found.toSorted() : found).toEqual(names)
  expect(entries.totalCount).toBe(3)
})

test.each(['RANK', 'CLEAN_DICE', 'ROBUST_DICE', 'NAME', 'PARAMETERS', 'CREATED_AT'])(
  'pages of one by %s meet every entry once, ties included',
  async (orderBy) => {
    for (const descending of ['true', 'false', 'null']) {
      const whole = await board(`(orderBy: ${orderBy}, descending: ${descending})`)
      const names: string[] = []
      let after = ''
      do {
        const page = await board(`(first: 1, orderBy: ${orderBy}, descending: ${descending}, after: "${after}")`)
        names.push(...page.nodes.map((node) => node.submission.name))
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : ''
      } while (after !== '')
      expect(names).toEqual(whole.nodes.map((node) => node.submission.name))
    }
  },
)

test('the board of a family lists that family', async () => {
  const entries = await board('', ', family: TRANSFORMER')
  expect(entries.nodes.map((node) => node.submission.name)).toEqual(['Cedar'])
})

test('a board names every family with the number of its models, those without a result included', async () => {
  const families = async (args: string) =>
    (
      await visitor.query<{ leaderboard: { families: unknown } }>(
        `{ leaderboard(dataset: "phantom-ct"${args}) { families { family modelCount } } }`,
      )
    ).leaderboard.families
  const counts = [
    { family: 'CONVOLUTIONAL', modelCount: 2 },
    { family: 'TRANSFORMER', modelCount: 1 },
    { family: 'MAMBA', modelCount: 0 },
    { family: 'HYBRID', modelCount: 0 },
    { family: 'FOUNDATION', modelCount: 0 },
  ]
  expect(await families('')).toEqual(counts)
  expect(await families(', family: MAMBA')).toEqual(counts)
})

test('an entry tells scores, intervals and the report, and hides an anonymous owner', async () => {
  const { leaderboard } = await visitor.query<{ leaderboard: unknown }>(`{
    leaderboard(dataset: "phantom-ct", family: TRANSFORMER) {
      caseCount bootstrapSamples suite { slug headlineEpsilon }
      entries { nodes {
        rank rankLow rankHigh robustDice { mean low high } robustBlackBox { mean } retainedRatio
        submission { owner { name } model { parameters sizeBytes } evaluations { dataset { slug } } }
        evaluation { status submission { name } report { provenance { datasetId confinement } cases { caseKey robust } outcomes { entry } } }
      } }
    }
  }`)
  expect(leaderboard).toEqual({
    caseCount: 2,
    bootstrapSamples: 2000,
    suite: { slug: 'quick-1', headlineEpsilon: 8 },
    entries: {
      nodes: [
        {
          rank: 2,
          rankLow: 2,
          rankHigh: 3,
          robustDice: { mean: 0.3, low: 0.25, high: 0.35 },
          robustBlackBox: null,
          retainedRatio: 0.3 / 0.7,
          submission: {
            owner: null,
            model: { parameters: null, sizeBytes: 1000 },
            evaluations: [{ dataset: { slug: 'phantom-ct' } }],
          },
          evaluation: {
            status: 'FINISHED',
            submission: { name: 'Cedar' },
            report: {
              provenance: { datasetId: 'phantom-ct', confinement: null },
              cases: [
                { caseKey: 'case-1', robust: 0.3 },
                { caseKey: 'case-2', robust: 0.3 },
              ],
              outcomes: [],
            },
          },
        },
      ],
    },
  })
})

test('the boards of a dataset are those that hold models, and the fullest is shown where no model stands under the suite that ranks', async () => {
  const found = await visitor.query(
    '{ datasets { boards { suite { slug } modelCount } } leaderboard(dataset: "phantom-ct") { suite { slug } } }',
  )
  expect(found).toEqual({
    datasets: [{ boards: [{ suite: { slug: 'quick-1' }, modelCount: 3 }] }],
    leaderboard: { suite: { slug: 'quick-1' } },
  })
})

test('an entry tells its groups and its rank in the other order, a board how far the two orders agree', async () => {
  const { leaderboard } = await visitor.query<{ leaderboard: unknown }>(`{ leaderboard(dataset: "phantom-ct") {
    kendallTau entries(orderBy: NAME) { nodes { rankThenAggregate groups } }
  } }`)
  expect(leaderboard).toEqual({
    // scipy.stats.kendalltau([1, 2, 2], [1, 3, 2], variant='b').
    kendallTau: expect.closeTo(0.816496580927726, 12),
    entries: {
      nodes: [
        { rankThenAggregate: 1, groups: ['a'] },
        { rankThenAggregate: 3, groups: ['b'] },
        { rankThenAggregate: 2, groups: ['a', 'b'] },
      ],
    },
  })
})

test('a board of one model, and one ranked by an earlier version, have no agreement to tell', async () => {
  const kendallTau = async (args: string) =>
    (await visitor.query<{ leaderboard: object }>(`{ leaderboard(dataset: "phantom-ct"${args}) { kendallTau } }`))
      .leaderboard
  expect(await kendallTau(', family: TRANSFORMER')).toEqual({ kendallTau: null })
  await gateway.db.update(ranking).set({ rankThenAggregate: null }).where(eq(ranking.scope, 'convolutional'))
  expect(await kendallTau(', family: CONVOLUTIONAL')).toEqual({ kendallTau: null })
})

test('a dataset counts the models on its boards', async () => {
  // Old was made on an earlier version of the dataset; it stays a model of this dataset.
  const { datasets } = await visitor.query<{ datasets: unknown }>('{ datasets { slug submissionCount caseCount } }')
  expect(datasets).toEqual([{ slug: 'phantom-ct', submissionCount: 4, caseCount: 2 }])
})

test.each(['dataset: "none"', 'dataset: "phantom-ct", suite: "none-1"'])('there is no board for %s', async (slugs) => {
  expect(await visitor.query(`{ leaderboard(${slugs}) { caseCount } }`)).toEqual({ leaderboard: null })
})

test('the board of the suite that ranks comes first and is shown where none is asked for, however few its models', async () => {
  const { suites } = await visitor.query<{ suites: { slug: string; hash: string }[] }>('{ suites { slug hash } }')
  const standard = suites.find(({ slug }) => slug === 'standard-1')
  if (standard === undefined) throw new Error('The engine has no suite standard-1.')
  const bela = gateway.client()
  await bela.signUp('Bela')
  const id = await bela.createSubmission({ name: 'Dogwood' })
  const scores = { family: 'convolutional', rank: 1, clean: 0.9, robust: 0.4, parameters: 100 } as const
  await finishEvaluation(gateway.db, { id: standard.slug, hash: standard.hash }, { id, ...scores })
  const found = await visitor.query(
    '{ datasets { boards { suite { slug } modelCount } } leaderboard(dataset: "phantom-ct") { suite { slug } } }',
  )
  expect(found).toEqual({
    datasets: [
      {
        boards: [
          { suite: { slug: 'standard-1' }, modelCount: 1 },
          { suite: { slug: 'quick-1' }, modelCount: 3 },
        ],
      },
    ],
    leaderboard: { suite: { slug: 'standard-1' } },
  })
})
