import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Client } from '../../../../test/client.ts'
import { expectProblem } from '../../../../test/contract/world.ts'
import { PASSWORD, type Person, TEST_CONFIG, useTestServer } from '../../../../test/harness.ts'
import { type Runtime, startRuntime } from '../../../app/runtime.ts'
import { createLogger } from '../../../platform/log.ts'
import { loadSigningKeys, rotateSigningKey } from './signing-keys.ts'

const server = useTestServer()
let other: Runtime
let elsewhere: string
let pool: pg.Pool
let person: Person
beforeAll(async () => {
  const { address, clock, tenant } = server()
  pool = new pg.Pool({ ...address, max: 1 })
  other = await startRuntime(TEST_CONFIG, address, createLogger('silent'), clock)
  elsewhere = await other.app.listen({ port: 0, host: '127.0.0.1' })
  person = await tenant.person('agent')
})
afterAll(() => Promise.all([other.close(), pool.end()]))

/** A new token by one of the two processes. */
async function newToken(url: string): Promise<string> {
  const body = { username: person.username, password: PASSWORD }
  return (await new Client(url).post('/api/v1/auth/login/', body)).body.access
}
const kidOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid as string
const use = (url: string, token: string) => new Client(url, token).get('/api/v1/users/me/')
const everywhere = () => [server().url, elsewhere]

test('a new key signs after ten seconds in every process, without a restart; tokens of the old one hold until they expire', async () => {
  const { clock } = server()
  const old = await newToken(server().url)
  const kid = await rotateSigningKey(pool, clock)
  expect(kid).not.toBe(kidOf(old))
  clock.advance({ seconds: 8 })
  for (const url of everywhere())
    expect(kidOf(await newToken(url)), 'not everybody may know it yet').toBe(kidOf(old))
  clock.advance({ seconds: 6 })
  for (const url of everywhere()) {
    const fresh = await newToken(url)
    expect(kidOf(fresh)).toBe(kid)
    for (const at of everywhere())
      for (const token of [old, fresh]) expect((await use(at, token)).status).toBe(200)
  }
  clock.advance({ minutes: 15 })
  for (const at of everywhere()) expectProblem(await use(at, old), 401)
})

test('a process that only verifies learns of a new key by the first token that it signed', async () => {
  const { clock, url } = server()
  const kid = await rotateSigningKey(pool, clock)
  clock.advance({ seconds: 11 })
  const fresh = await newToken(url)
  expect(kidOf(fresh)).toBe(kid)
  expect((await use(elsewhere, fresh)).status).toBe(200)
})

test('made-up names of keys cost one look into the table in five seconds', async () => {
  const { clock } = server()
  const keys = await loadSigningKeys(pool, clock)
  const asked = vi.spyOn(pool, 'query')
  const guess = async () => {
    for (let n = 0; n < 20; n++) expect(await keys.find(`made-up-${n}`)).toBeUndefined()
  }
  await guess()
  expect(asked).toHaveBeenCalledTimes(0)
  clock.advance({ seconds: 6 })
  await guess()
  expect(asked).toHaveBeenCalledTimes(1)
})
