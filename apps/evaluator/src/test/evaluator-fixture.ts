import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generatePhantom, importDataset, openDataset, phantomClassNames } from '@voxproof/engine/datasets'
import { dataset, datasetCase, modelFile, submission, user } from '@voxproof/schema/tables'
import type { ArchitectureFamily } from '@voxproof/schema'
import { createTestDatabase } from '../../../../scripts/test/test-database.ts'
import { type Database, openDatabase } from '../database.ts'
import { type JobSender, jobSender, openQueue } from '../queue/index.ts'

/** A database, a data folder with one small phantom dataset, a queue, and evaluator processes on them. */
export interface EvaluatorFixture {
  readonly database: Database
  readonly send: JobSender
  readonly home: string
  readonly datasetHash: string
  /** Number of foreground and background classes of the dataset. */
  readonly classCount: number
  /** Records an uploaded file as the gateway does and sends its validation job; resolves to the submission's id. */
  submit(bytes: Uint8Array, options?: SubmitOptions): Promise<string>
  /** Another phantom of two cases, cubes of this edge in voxels. */
  addDataset(id: string, edge: number): Promise<void>
  /** Starts an evaluator and waits until it is ready. */
  start(): Promise<EvaluatorProcess>
  /** Ends every evaluator with kill -9. */
  killAll(): Promise<void>
  close(): Promise<void>
}

export interface SubmitOptions {
  readonly family?: ArchitectureFamily
  /** The fixture's own alone if absent. */
  readonly datasetIds?: readonly string[]
  /** A baseline whose results were computed elsewhere. */
  readonly isImported?: boolean
  /** Runs before the validation job is sent. */
  readonly before?: (submissionId: string, modelHash: string) => Promise<void>
}

export interface EvaluatorProcess {
  readonly process: ChildProcess
  /** Sends the signal and resolves to the exit code, null after a kill -9. */
  end(signal: NodeJS.Signals): Promise<number | null>
  /** Everything it has logged. */
  log(): string
}

/** Two cases of 16^3 voxels: with a small model a part takes a fraction of a second. */
export async function createFixture(datasetId = 'phantom-test'): Promise<EvaluatorFixture> {
  const home = await mkdtemp(join(tmpdir(), 'voxproof-evaluator-'))
  const testDatabase = await createTestDatabase()
  const { database, close } = openDatabase(testDatabase.url)
  const boss = await openQueue(testDatabase.url, (error) => console.error(error))
  const send = jobSender(boss)
  const datasetHash = await recordDataset(database, home, datasetId)
  const ownerId = randomUUID()
  await database.insert(user).values({ id: ownerId, name: 'Owner', email: `${ownerId}@test.invalid` })
  const processes: EvaluatorProcess[] = []
  const killAll = async (): Promise<void> => {
    await Promise.all(processes.splice(0).map((started) => started.end('SIGKILL')))
  }
  return {
    database,
    send,
    home,
    datasetHash,
    classCount: phantomClassNames.length,
    async submit(bytes, { family = 'convolutional', isImported = false, datasetIds = [datasetId], before } = {}) {
      const modelHash = createHash('sha256').update(bytes).digest('hex')
      await mkdir(join(home, 'models'), { recursive: true })
      await writeFile(join(home, 'models', `${modelHash}.onnx`), bytes)
      await database.insert(modelFile).values({ hash: modelHash, sizeBytes: bytes.length }).onConflictDoNothing()
      const [row] = await database
        .insert(submission)
        .values({
          ownerId,
          name: 'Model',
          family,
          architecture: 'test',
          datasetIds: [...datasetIds],
          status: 'validating',
          modelHash,
          isImported,
          isBaseline: isImported,
        })
        .returning({ id: submission.id })
      if (row === undefined) throw new Error('The submission was not recorded.')
      await before?.(row.id, modelHash)
      await send.validateModel([{ submissionId: row.id }])
      return row.id
    },
    async addDataset(id, edge) {
      await recordDataset(database, home, id, edge)
    },
    async start() {
      const started = await startProcess({ DATABASE_URL: testDatabase.url, VOXPROOF_HOME: home })
      processes.push(started)
      return started
    },
    killAll,
    async close() {
      await killAll()
      await boss.stop({ graceful: false })
      await close()
      await testDatabase.drop()
      await rm(home, { recursive: true })
    },
  }
}

async function recordDataset(database: Database, home: string, datasetId: string, edge = 16): Promise<string> {
  const raw = join(home, 'raw', datasetId)
  await generatePhantom({ outFolder: raw, id: datasetId, testCases: 2, shape: [edge, edge, edge], seed: 7 })
  const imported = await importDataset(raw, join(home, 'datasets'))
  if (imported.status === 'refused') throw new Error(JSON.stringify(imported.problems))
  const { manifest, hash, cases } = await openDataset(imported.folder)
  await database.insert(dataset).values({ id: datasetId, hash, manifest })
  await database.insert(datasetCase).values(
    cases.map(({ key, shape, spacingMm, classVoxels, imageHash, labelHash }, position) => ({
      ...{ datasetId, key, position, shape, spacingMm, classVoxels, imageHash, labelHash },
    })),
  )
  return hash
}

async function startProcess(environment: Record<string, string>): Promise<EvaluatorProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      EVALUATOR_THREADS: '1',
      EVALUATOR_MEMORY_BYTES: String(2 ** 30),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  let text = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (text.includes('evaluator ready')) resolve()
      })
    }
    void exited.then((code) => reject(new Error(`The evaluator ended with ${code} before it was ready:\n${text}`)))
  })
  return {
    process: child,
    log: () => text,
    end(signal) {
      child.kill(signal)
      return exited
    },
  }
}
