import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import { expect, test } from 'vitest'
import { createLogger } from '../log.ts'
import type { App } from './app.ts'
import { logRequests } from './request-log.ts'

async function linesAt(level: string) {
  const lines: string[] = []
  const log = createLogger(level, { write: (line) => void lines.push(line) })
  const logController = new LogController({ disableRequestLogging: true })
  const app: App = Fastify({ loggerInstance: log as FastifyBaseLogger, logController })
  logRequests(app)
  app.get('/ingest/:key/', async () => 'ok')
  await app.inject('/ingest/wd_ik_secret/?token=hidden')
  await app.close()
  return lines
}

test('at debug each request is one line that tells method, route, status and time, and no key', async () => {
  const lines = await linesAt('debug')
  expect(lines).toHaveLength(1)
  const line = JSON.parse(lines[0]!)
  expect(line).toMatchObject({ method: 'GET', route: '/ingest/:key/', status: 200, ms: expect.any(Number) })
  expect(lines[0]).not.toMatch(/wd_ik_secret|hidden/)
})

test('at info requests are not logged', async () => {
  expect(await linesAt('info')).toEqual([])
})
