import { z } from 'zod'
import type { Environment } from '../environment.ts'
import { readSecret } from '../modules/accounts/index.ts'
import type { Baseline } from './baselines.ts'

/** The account of the baselines, speaking to the gateway over HTTP as anybody's script would. */
export interface GatewayUser {
  datasetSlugs(): Promise<string[]>
  /** The submission of this baseline, made now or by an earlier run. */
  createSubmission(baseline: Baseline): Promise<{ uuid: string; status: string }>
  upload(uuid: string, baseline: Baseline): Promise<void>
}

const account = { name: 'VoxProof baselines', email: 'baselines@voxproof.invalid' }

/** Signs the account in, signing it up first where it is new. Its password is kept in the data folder. */
export async function signIn({ gatewayUrl, publicUrl, home }: Environment): Promise<GatewayUser> {
  const password = await readSecret(home, 'baselines-password')
  const credentials = JSON.stringify({ ...account, password })
  const headers = { 'content-type': 'application/json', origin: new URL(publicUrl).origin }
  const knock = (path: string): Promise<Response> =>
    fetch(new URL(`/api/auth/${path}/email`, gatewayUrl), { method: 'POST', headers, body: credentials })
  const signedIn = await knock('sign-in')
  const response = signedIn.ok ? signedIn : await knock('sign-up')
  const token = response.headers.get('set-auth-token')
  if (!response.ok || token === null) {
    throw new Error(
      `The account ${account.email} can neither be signed in (${signedIn.status}) nor made (${response.status}). ` +
        `If the database is older than ${home}, put its baselines-password back.`,
    )
  }
  return gatewayUser(gatewayUrl, token)
}

const createdSchema = z.object({
  createSubmission: z.object({
    submission: z.object({ uuid: z.uuid(), status: z.string() }).optional(),
    issues: z.unknown().optional(),
    message: z.string().optional(),
  }),
})
const datasetsSchema = z.object({ datasets: z.array(z.object({ slug: z.string() })) })

function gatewayUser(gatewayUrl: string, token: string): GatewayUser {
  const authorization = `Bearer ${token}`
  const query = async (text: string, variables: object): Promise<unknown> => {
    const response = await fetch(new URL('/graphql', gatewayUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: text, variables }),
    })
    const answer = z.object({ data: z.unknown(), errors: z.unknown().optional() }).parse(await response.json())
    if (answer.errors !== undefined) throw new Error(`The gateway answered ${JSON.stringify(answer.errors)}.`)
    return answer.data
  }
  return {
    async datasetSlugs() {
      const { datasets } = datasetsSchema.parse(await query('{ datasets { slug } }', {}))
      return datasets.map((dataset) => dataset.slug)
    },
    async createSubmission({ name, family, architecture, training, description, datasets, key }) {
      const input = {
        ...{ name, architecture, description, datasets, idempotencyKey: key },
        family: family.toUpperCase(),
        training: training.toUpperCase().replaceAll('-', '_'),
        licence: 'Apache-2.0',
      }
      const { createSubmission } = createdSchema.parse(await query(creation, { input }))
      if (createSubmission.submission === undefined) {
        throw new Error(`The baseline ${name} was not created: ${JSON.stringify(createSubmission)}.`)
      }
      return createSubmission.submission
    },
    upload: (uuid, baseline) => uploadFile({ gatewayUrl, authorization, uuid, baseline }),
  }
}

const creation = `mutation ($input: CreateSubmissionInput!) {
  createSubmission(input: $input) {
    ... on SubmissionCreated { submission { uuid status } }
    ... on InvalidInput { issues { path message } }
    ... on DailyLimitReached { message }
  }
}`

/** One file in one piece over tus: baselines are small, and a broken upload starts over. */
async function uploadFile({
  gatewayUrl,
  authorization,
  uuid,
  baseline: { fileName, bytes, name },
}: {
  gatewayUrl: string
  authorization: string
  uuid: string
  baseline: Baseline
}): Promise<void> {
  const metadata = `submission ${base64(uuid)},filename ${base64(fileName)}`
  const common = { authorization, 'tus-resumable': '1.0.0' }
  const begun = await fetch(new URL('/uploads', gatewayUrl), {
    method: 'POST',
    headers: { ...common, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
  })
  const location = begun.headers.get('location')
  if (location === null) throw new Error(`The upload of ${name} was refused: ${begun.status} ${await begun.text()}`)
  const sent = await fetch(new URL(location, gatewayUrl), {
    method: 'PATCH',
    headers: { ...common, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: bytes,
  })
  if (sent.status !== 204) throw new Error(`The upload of ${name} broke off: ${sent.status} ${await sent.text()}`)
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
