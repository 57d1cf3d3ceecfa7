import { evaluation } from '@voxproof/schema/tables'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFixture, type EvaluatorFixture } from '../test/evaluator-fixture.ts'
import { segmenter } from '../test/models.ts'

let fixture: EvaluatorFixture

beforeAll(async () => {
  fixture = await createFixture()
  await fixture.addDataset('phantom-larger', 24)
})

afterAll(() => fixture.close())

it('reads the gradient at the window of each dataset and keeps every reading', { timeout: 60_000 }, async () => {
  const datasetIds = ['phantom-test', 'phantom-larger']
  await fixture.submit(segmenter({ classes: fixture.classCount }), { datasetIds })
  await fixture.start()
  const evaluations = () => fixture.database.select().from(evaluation)
  await expect.poll(async () => (await evaluations()).length, { timeout: 50_000, interval: 100 }).toBe(2)
  const rows = await evaluations()
  const [first, second] = datasetIds.map((id) => rows.find(({ datasetId }) => datasetId === id)?.reading?.check)
  expect([first?.agrees, second?.agrees]).toEqual([true, true])
  // Slopes are sums over the voxels of a window.
  expect(second?.claimed).not.toBe(first?.claimed)
})
