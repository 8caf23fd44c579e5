import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { startTestServer } from '../../test/harness.ts'
import { systemContext } from '../platform/context.ts'
import type { App } from '../platform/http/app.ts'
import { registerProblemDetails } from '../platform/http/problem-details.ts'
import { createMetrics } from '../platform/metrics.ts'
import { healthRoutes } from './health.ts'

async function statusFor(remoteAddress: string, permissions: string[]) {
  const app: App = Fastify()
  registerProblemDetails(app)
  const authenticate = async () => ({ ...systemContext(1, 'test'), permissions: new Set(permissions) })
  app.decorate('auth', { principals: { authenticate } } as never)
  healthRoutes(app, { databaseProblem: async () => null, isDraining: () => false }, createMetrics())
  return (await app.inject({ url: '/metrics', remoteAddress })).statusCode
}

test('the machine itself reads its metrics; from elsewhere that needs a permission', async () => {
  expect(await statusFor('127.0.0.1', [])).toBe(200)
  expect(await statusFor('192.0.2.1', ['incidents.view'])).toBe(403)
  expect(await statusFor('192.0.2.1', ['metrics.view'])).toBe(200)
})

test('a database that lost its schema is told apart from one that is away, with what to run', async () => {
  const { url, sql, close } = await startTestServer()
  const ready = async () => {
    const answer = await fetch(`${url}/health/ready`)
    return answer.json() as Promise<Record<string, unknown>>
  }
  try {
    expect(await ready()).toEqual({ status: 'ok', database: true, draining: false })
    await sql('alter schema app rename to put_away')
    const { detail, database } = await ready()
    expect({ detail, database }).toEqual({
      detail: 'The database is not migrated: run `watchdesk migrate`.',
      database: false,
    })
    await sql('alter schema put_away rename to app')
  } finally {
    await close()
  }
})
