import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { beforeAll, expect, test } from 'vitest'
import { type Person, unique, useTestServer } from '../../../../test/harness.ts'
import { attach, PNG, pictureOf } from '../../../../test/uploads.ts'

const server = useTestServer()
let person: Person
let incident_id: number
beforeAll(async () => {
  person = server().tenant.administrator
  incident_id = (await person.post('/api/v1/incidents/', { title: unique('Incident') })).body.id
})

async function stored(name: string, content: Buffer | string) {
  const { status, body } = await attach(person, { incident_id }, { name, content, type: 'text/html' })
  expect(status, JSON.stringify(body)).toBe(201)
  return body as { id: number; sha256: string }
}
const path = (id: number, query = '') => `/api/v1/incident-attachments/${id}/content/${query}`
const download = (id: number, query = '', headers: Record<string, string> = {}, method = 'GET') =>
  fetch(person.url + path(id, query), {
    method,
    headers: { authorization: `Bearer ${person.token}`, ...headers },
  })

test('what comes back is what was sent, byte for byte, however many pieces it lies in', async () => {
  for (const size of [PNG.length, 262_143, 262_144, 262_145, 1024 * 1024]) {
    const content = size === PNG.length ? PNG : pictureOf(size)
    const { id, sha256 } = await stored('shot.png', content)
    const answer = await download(id)
    expect(answer.headers.get('content-length')).toBe(String(size))
    expect(content.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true)
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'))
  }
})

test('a file is served to be saved, as what it is, in a sandbox', async () => {
  const { id } = await stored('page.txt', '<script>alert(1)</script>')
  for (const query of ['', '?inline=true', '?inline=false']) {
    const { status, headers } = await download(id, query)
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': 'attachment; filename=page.txt',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
      'accept-ranges': 'none',
      'cross-origin-resource-policy': 'same-origin',
    })
  }
})

test('pictures made of pixels are shown in place when asked for so, and nothing else is', async () => {
  const disposition = async (name: string, content: Buffer | string) =>
    (await download((await stored(name, content)).id, '?inline=true')).headers.get('content-disposition')
  expect(await disposition('a.png', PNG)).toBe('inline; filename=a.png')
  expect(await disposition('a.pdf', '%PDF-1.7\n')).toBe('attachment; filename=a.pdf')
  expect(await disposition('a.json', '{}')).toBe('attachment; filename=a.json')
  expect((await download((await stored('b.png', PNG)).id)).headers.get('content-disposition')).toMatch(
    /^attachment/,
  )
})

test('a name beyond ASCII goes out in the form of RFC 8187', async () => {
  const { id } = await stored("Überblick 图; it's.png", PNG)
  const header = (await download(id)).headers.get('content-disposition') ?? ''
  expect(header).toMatch(/^attachment; filename="[ -~]+"; filename\*=UTF-8''/i)
  expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe("Überblick 图; it's.png")
})

test('who has the content already is told so', async () => {
  const { id, sha256 } = await stored('shot.png', PNG)
  const etag = `"${sha256}"`
  expect((await download(id)).headers.get('etag')).toBe(etag)
  for (const match of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const answer = await download(id, '', { 'if-none-match': match })
    expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 304, body: '' })
  }
  expect((await download(id, '', { 'if-none-match': '"other"' })).status).toBe(200)
})

test('HEAD tells size and type', async () => {
  const { id } = await stored('large.png', pictureOf(600_000))
  const answer = await download(id, '', {}, 'HEAD')
  expect(answer.headers.get('content-length')).toBe('600000')
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(await answer.text()).toBe('')
})

test('a range is no reason to send less', async () => {
  const { id } = await stored('shot.png', PNG)
  for (const range of ['bytes=0-1', 'bytes=5-', 'bytes=-1', 'bytes=0-1,3-4', 'bytes=999999-', 'lines=1']) {
    const answer = await download(id, '', { range })
    expect(answer.status).toBe(200)
    expect((await answer.arrayBuffer()).byteLength).toBe(PNG.length)
  }
})

test('who reads slowly or goes away holds no connection to the database', async () => {
  const { id } = await stored('large.png', pictureOf(1024 * 1024))
  const { port } = new URL(person.url)
  const sockets = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.pause()
      await new Promise((resolve) => socket.once('connect', resolve))
      socket.write(`GET ${path(id)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${person.token}\r\n\r\n`)
      return socket
    }),
  )
  expect((await download(id)).status).toBe(200)
  for (const socket of sockets) socket.destroy()
  expect((await (await download(id)).arrayBuffer()).byteLength).toBe(1024 * 1024)
})
