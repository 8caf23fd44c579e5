import Fastify from 'fastify'
import { expect, test } from 'vitest'
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
  healthRoutes(app, { isDatabaseReady: async () => true, isDraining: () => false }, createMetrics())
  return (await app.inject({ url: '/metrics', remoteAddress })).statusCode
}

test('the machine itself reads its metrics; from elsewhere that needs a permission', async () => {
  expect(await statusFor('127.0.0.1', [])).toBe(200)
  expect(await statusFor('192.0.2.1', ['incidents.view'])).toBe(403)
  expect(await statusFor('192.0.2.1', ['metrics.view'])).toBe(200)
})
