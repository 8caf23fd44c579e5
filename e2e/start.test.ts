import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, send, signIn } from './api.ts'
import { newDataDir, type RunningProduct, startProduct } from './server.ts'

let folder: Awaited<ReturnType<typeof newDataDir>>
let product: RunningProduct
beforeAll(async () => {
  folder = await newDataDir()
  product = await startProduct(folder.dataDir)
})
afterAll(async () => {
  await product.stop()
  await folder.remove()
})

test('the first start tells the address, where the data lies, and how to sign in', () => {
  expect(product.output()).toMatch(/ready at http:\/\/127\.0\.0\.1:\d+/)
  expect(product.output()).toMatch(/The data lies in \S+/)
  expect(product.output()).toMatch(/Sign in as admin/)
})

test('a second start in the same folder is refused, and says who runs there', async () => {
  await expect(startProduct(folder.dataDir)).rejects.toThrow(/another|already|runs/i)
})

test('SIGTERM ends it cleanly, and the next start is ready within 6 s and says nothing of a password', async () => {
  expect(await product.stop()).toBe(0)
  product = await startProduct(folder.dataDir)
  expect(product.readyAfter).toBeLessThan(6000)
  expect(product.output()).not.toMatch(/Sign in as/)
})

test('after kill -9 of everything during writes, every acknowledged write is there', async () => {
  const api = await signIn(product.url)
  const { key } = await api.post<{ key: string }>('/api/noc/integrations/', {
    name: 'storm',
    kind: 'generic',
  })
  const acknowledged = await writeUntilKilled(api, key)
  expect(acknowledged.incidents.length, 'some writes were acknowledged').toBeGreaterThan(20)
  expect(acknowledged.alerts.length).toBeGreaterThan(20)
  product = await startProduct(folder.dataDir)
  const again = await signIn(product.url)
  expect(await walk(again, '/api/v1/incidents/', 'title')).toEqual(
    expect.arrayContaining(acknowledged.incidents),
  )
  expect(await walk(again, '/api/noc/alerts/', 'dedup_key')).toEqual(
    expect.arrayContaining(acknowledged.alerts),
  )
})

/** Four writers of each kind until the kill; answers what was acknowledged before it. */
async function writeUntilKilled(api: Api, key: string) {
  const acknowledged = { incidents: [] as string[], alerts: [] as string[] }
  let isRunning = true
  const repeat = async (write: (n: number) => Promise<void>) => {
    for (let n = 0; isRunning; n++) await write(n).catch(() => {})
  }
  const writers = [0, 1, 2, 3].flatMap((writer) => [
    repeat(async (n) => {
      const { title } = await api.post<{ title: string }>('/api/v1/incidents/', {
        title: `kill ${writer}-${n}`,
      })
      acknowledged.incidents.push(title)
    }),
    repeat(async (n) => {
      const dedup_key = `kill-${writer}-${n}`
      await send(product.url, 'POST', `/api/ingest/generic/${key}/`, { dedup_key, title: dedup_key })
      acknowledged.alerts.push(dedup_key)
    }),
  ])
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await product.kill()
  isRunning = false
  await Promise.all(writers)
  return acknowledged
}

interface Page {
  next: string | null
  results: Record<string, string>[]
}

async function walk(api: Api, path: string, field: string): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = []
  for (let next: string | null = `${path}?cursor=&page_size=100`; next; ) {
    const page: Page = await api.get<Page>(next)
    found.push(...page.results.map((row) => row[field]))
    next = page.next?.slice(page.next.indexOf('/api/')) ?? null
  }
  return found
}
