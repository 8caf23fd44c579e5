import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { systemContext } from '../context.ts'
import { isPublic, needs, registerAccess, signedIn } from './access.ts'
import type { App } from './app.ts'
import { registerProblemDetails } from './problem-details.ts'

const build = (config?: object, permissions: string[] = []) => {
  const app: App = Fastify()
  registerProblemDetails(app)
  const ctx = { ...systemContext(1, 'test'), permissions: new Set(permissions) }
  registerAccess(app, async () => ctx, new Set(['things.view']))
  app.get('/things/', { config }, async () => 'things')
  return app
}
const read = async (app: App) => (await app.inject('/things/')).statusCode

test('a route that states no access stops the boot and is named', async () => {
  await expect(build().ready()).rejects.toThrow('GET /things/ states no access')
})

test('a permission that no module declares stops the boot and is named', async () => {
  await expect(build(needs('things.veiw')).ready()).rejects.toThrow('things.veiw')
})

test('a public route is open, one for anybody signed in needs no permission, others need theirs', async () => {
  expect(await read(build(isPublic))).toBe(200)
  expect(await read(build(signedIn))).toBe(200)
  expect(await read(build(needs('things.view')))).toBe(403)
  expect(await read(build(needs('things.view'), ['things.view']))).toBe(200)
})
