import { connect } from 'node:net'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from './app.ts'
import { limitBodyTime } from './body-time.ts'

const PATIENCE_MS = 100
const app = Fastify() as unknown as App
let port: number
beforeAll(async () => {
  limitBodyTime(app, PATIENCE_MS)
  app.post('/words/', async () => 'taken')
  app.post('/files/', { config: { isUpload: true } }, async () => 'taken')
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
})
afterAll(() => app.close())

/** Sends a body of two bytes, the second one after the patience has passed. @returns what is answered */
async function sendSlowly(path: string) {
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n1`,
  )
  setTimeout(() => socket.writable && socket.write('2'), 3 * PATIENCE_MS)
  for await (const answer of socket.on('error', () => {})) return String(answer).split('\r\n')[0]
  return undefined
}

test('a body that does not arrive in time ends its connection, unless the route takes files', async () => {
  const [words, files] = await Promise.all([sendSlowly('/words/'), sendSlowly('/files/')])
  expect(words).toBe('HTTP/1.1 408 Request Timeout')
  expect(files).toBe('HTTP/1.1 200 OK')
})
