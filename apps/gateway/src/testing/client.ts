import { z } from 'zod'

/** Somebody with a browser: keeps cookies, speaks GraphQL, sends files. */
export interface Client {
  /** Any request to the gateway with this person's cookies. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** Signs a new person up; they are signed in afterwards. */
  signUp(name: string): Promise<void>
  /** The `data` of a query; throws where the answer holds errors. */
  query<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>
  /** Creates a submission and returns its uuid; throws where the outcome is any other. */
  createSubmission(changes?: Record<string, unknown>): Promise<string>
  /** Begins a tus upload and returns its path. */
  beginUpload(upload: { submission: string; size: number; filename?: string }): Promise<Response>
  /** Sends bytes of an upload from an offset on. */
  sendBytes(path: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Response>
}

const answerSchema = z.object({ data: z.unknown(), errors: z.array(z.object({ message: z.string() })).optional() })
let people = 0
let visitors = 0

/** A person without an account yet, at whatever address the gateway has when they ask. */
export function openClient(address: () => string): Client {
  const cookies = new Map<string, string>()
  visitors += 1
  // As the site's own server passes it on; each visitor has an address of their own, which sign-in limits count by.
  const visitorAddress = `203.0.113.${visitors}`
  const request: Client['request'] = async (path, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('x-forwarded-for', visitorAddress)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(new URL(path, address()), { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const equals = pair.indexOf('=')
      cookies.set(pair.slice(0, equals), pair.slice(equals + 1))
    }
    return response
  }
  const query: Client['query'] = async <Data>(text: string, variables: Record<string, unknown> = {}) => {
    const response = await request('/graphql', json({ query: text, variables }))
    const answer = answerSchema.parse(await response.json())
    if (answer.errors !== undefined) throw new Error(answer.errors.map((error) => error.message).join('\n'))
    return answer.data as Data
  }
  return {
    request,
    query,
    async signUp(name) {
      people += 1
      const body = { name, email: `person-${people}@example.org`, password: 'correct horse battery' }
      const response = await request('/api/auth/sign-up/email', json(body, { origin: 'http://localhost:3000' }))
      if (!response.ok) throw new Error(`Sign-up answered ${response.status}: ${await response.text()}`)
    },
    async createSubmission(changes = {}) {
      const input = {
        name: 'Small U-Net',
        family: 'CONVOLUTIONAL',
        architecture: 'U-Net',
        datasets: ['phantom-ct'],
        ...changes,
      }
      const { createSubmission } = await query<{ createSubmission: { submission?: { uuid: string } } }>(
        `mutation ($input: CreateSubmissionInput!) {
          createSubmission(input: $input) { __typename ... on SubmissionCreated { submission { uuid } } }
        }`,
        { input },
      )
      if (createSubmission.submission === undefined) throw new Error(`Not created: ${JSON.stringify(createSubmission)}`)
      return createSubmission.submission.uuid
    },
    beginUpload: ({ submission, size, filename = 'model.onnx' }) =>
      request('/uploads', {
        method: 'POST',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-length': String(size),
          'upload-metadata': `submission ${base64(submission)},filename ${base64(filename)}`,
        },
      }),
    sendBytes: (path, offset, bytes) =>
      request(path, {
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: bytes,
      }),
  }
}

function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
