import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatasetManifest } from '@voxproof/engine/datasets'
import { createTestDatabase } from '../../../../scripts/test/test-database.ts'
import { type Database, openDatabase } from '../database/index.ts'
import type { Environment } from '../environment.ts'
import { type Gateway, startGateway } from '../gateway.ts'
import { openLog } from '../log.ts'
import { saveDataset } from '../modules/datasets/index.ts'
import { type Client, openClient } from './client.ts'

/** A gateway with a database and a data folder of its own, on a free port. */
export interface TestGateway {
  readonly environment: Environment
  readonly address: string
  readonly db: Database
  readonly home: string
  client(): Client
  /** Ends this gateway as a deployment would and starts another on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts a real gateway with one registered dataset, `phantom-ct`, of two cases. */
export async function startTestGateway(changes: Partial<Environment> = {}): Promise<TestGateway> {
  const database = await createTestDatabase()
  const home = await mkdtemp(join(tmpdir(), 'voxproof-gateway-test-'))
  const environment: Environment = {
    databaseUrl: database.url,
    home,
    host: '127.0.0.1',
    port: 0,
    gatewayUrl: 'http://127.0.0.1:4000',
    publicUrl: 'http://localhost:3000',
    authSecret: undefined,
    maxUploadBytes: 4 * 1024 * 1024,
    dailySubmissionLimit: 3,
    logLevel: 'silent',
    ...changes,
  }
  const opened = openDatabase(database.url, { connections: 2 })
  let gateway: Gateway = await startGateway(environment, openLog(environment.logLevel))
  await saveDataset(opened.db, { id: 'phantom-ct', hash: 'a'.repeat(64), manifest: phantomManifest }, [
    { ...phantomCase, key: 'case-1' },
    { ...phantomCase, key: 'case-2' },
  ])
  const addressOf = (): string => `http://127.0.0.1:${gateway.port}`
  return {
    environment,
    db: opened.db,
    home,
    get address() {
      return addressOf()
    },
    client: () => openClient(addressOf),
    async restart() {
      await gateway.stop()
      gateway = await startGateway(environment, openLog(environment.logLevel))
    },
    async stop() {
      await gateway.stop()
      await opened.close()
      await database.drop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

const phantomManifest: DatasetManifest = {
  id: 'phantom-ct',
  name: 'Phantom CT',
  modality: 'CT',
  description: 'Generated abdomens.',
  licence: 'Apache-2.0',
  source: 'VoxProof',
  classNames: ['background', 'liver'],
  channelNames: ['CT'],
  roiShape: [32, 32, 32],
  preprocessing: {
    orientation: 'RAS',
    spacingMm: null,
    intensity: { kind: 'min-max' },
    cropForeground: false,
    padToShape: null,
    exactShape: null,
  },
  cases: [
    { key: 'case-1', images: ['1.nii.gz'], label: '1.label.nii.gz', split: 'test' },
    { key: 'case-2', images: ['2.nii.gz'], label: '2.label.nii.gz', split: 'test' },
  ],
}

const phantomCase = {
  shape: [48, 48, 48],
  spacingMm: [6, 6, 6],
  classVoxels: [100_000, 10_592],
  imageHash: 'b'.repeat(64),
  labelHash: 'c'.repeat(64),
} as const
