import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRedis } from '../server/test/redis.ts'
import { readOptions } from './options.ts'
import { runFaults } from './run.ts'

// The long run is `npm run faults`. Another seed each time; a failure names it.
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchdesk-history-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(...words: string[]) {
  const said: string[] = []
  const isSound = await runFaults(readOptions(words), folder, (line) => void said.push(line))
  return { isSound, said: said.join('\n') }
}

test('kills, lost replies and half-open connections lose nothing, make nothing twice and invent nothing', async () => {
  const { isSound, said } = await run('--cycles', '2', '--only', 'api,postgres')
  expect(isSound, said).toBe(true)
}, 300_000)

test('calls whose answers are lost have one effect under their key', async () => {
  const { isSound, said } = await run('--cycles', '1', '--only', 'replies')
  expect(isSound, said).toBe(true)
}, 300_000)

test('a product that takes no keys is found: calls are done twice', async () => {
  const { isSound, said } = await run('--cycles', '1', '--control', 'no-keys')
  expect(isSound, said).toBe(true)
  expect(said).toMatch(/\d+ duplicated/)
}, 300_000)

test('SIGTERM under load cuts no answer', async () => {
  const { isSound, said } = await run('--cycles', '3', '--only', 'drain')
  expect(isSound, said).toBe(true)
}, 120_000)

test('two API processes whose Redis is killed lose no event and fail no request', async ({ skip }) => {
  const redis = await startRedis()
  skip(!redis, 'there is no redis-server')
  await redis?.kill()
  const { isSound, said } = await run('--cycles', '3', '--only', 'redis')
  expect(isSound, said).toBe(true)
}, 180_000)

test('an answer before the commit is found', async () => {
  const { isSound, said } = await run('--cycles', '2', '--control', 'early-answer')
  expect(isSound, said).toBe(true)
  expect(said).toMatch(/\d+ lost/)
}, 300_000)
