import { randomBytes } from 'node:crypto'
import type { Answer } from './client.ts'
import { type Person, unique } from './harness.ts'

/** A whole picture of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The picture, followed by bytes that no compression makes smaller. */
export const pictureOf = (size: number) => Buffer.concat([PNG, randomBytes(size - PNG.length)])

interface File {
  name?: string
  content?: Buffer | string
  type?: string
}

const PATH = '/api/v1/incident-attachments/'

/** Attaches a file as a browser does. */
export async function attach(
  person: Person,
  fields: Record<string, unknown>,
  { name = `${unique('shot')}.png`, content = PNG, type = 'image/png' }: File = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, String(value))
  form.append('file', new Blob([content as Buffer<ArrayBuffer>], { type }), name)
  return sendForm(person, form, undefined, headers)
}

export async function sendForm(
  person: Person,
  body: FormData | Buffer,
  type?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(person.url + PATH, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${person.token}`,
      ...(type ? { 'content-type': type } : {}),
      ...headers,
    },
    body: body as FormData,
  })
  person.check('POST', PATH, answer.status)
  return { status: answer.status, body: await answer.json(), headers: answer.headers }
}

/** A form with one file, byte by byte: for names and ends that no browser sends. */
export function rawForm(incidentId: number, disposition: string | Buffer, content: Buffer = PNG) {
  const boundary = 'watchdesk-boundary'
  const head = (rest: string | Buffer) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; `),
      Buffer.from(rest),
      Buffer.from('\r\n\r\n'),
    ])
  const body = Buffer.concat([
    head('name="incident_id"'),
    Buffer.from(`${incidentId}\r\n`),
    head(disposition),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  return { body, type: `multipart/form-data; boundary=${boundary}` }
}
