import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newDataDir, ROOT, startProduct } from './server.ts'

// Whoever has just cloned it types `npm start` and signs in. Packages come out of npm's cache where they are there.
const LIMIT_MS = 120_000
const NOT_CLONED = /(^|\/)(node_modules|dist|\.git|\.tmp|\.data[^/]*|screenshots)(\/|$)/

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchdesk-clone-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** From a clean checkout to the sign-in page, and what came of it. */
async function fromClone(name: string) {
  const root = join(folder, name)
  const data = await newDataDir()
  await cp(ROOT, root, { recursive: true, filter: (path) => !NOT_CLONED.test(relative(ROOT, path)) })
  const product = await startProduct(data.dataDir, undefined, {
    root,
    command: ['npm', 'start', '--prefer-offline'],
    patienceMs: 600_000,
  })
  try {
    const page = await fetch(`${product.url}/login`)
    const html = await page.text()
    const script = /<script[^>]+src="([^"]+)"/.exec(html)?.[1]
    const code = await fetch(new URL(script ?? '/none', product.url))
    return {
      seconds: product.readyAfter / 1000,
      page: page.status,
      code: code.status,
      told: product.output(),
    }
  } finally {
    await product.stop()
    await data.remove()
  }
}

test('from a clean checkout, npm start is at the sign-in page within two minutes', async () => {
  let came = await fromClone('first')
  // A machine that was busy with something else says nothing of the product; twice it does.
  if (came.seconds * 1000 > LIMIT_MS) came = await fromClone('second')
  expect(came).toMatchObject({ page: 200, code: 200 })
  expect(came.told).toContain('Sign in as admin')
  expect(came.seconds * 1000).toBeLessThan(LIMIT_MS)
}, 1_300_000)
