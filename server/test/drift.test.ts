import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { eventDocs, moduleDocs, permissionDocs } from './generated-docs.ts'
import { webFacts } from './generated-facts.ts'
import { writeDatabaseTypes } from './generated-types.ts'
import { useTestServer } from './harness.ts'

// What is generated and committed is what would be generated now; `npm run generate` makes it so.
const server = useTestServer()
const root = fileURLToPath(new URL('../../', import.meta.url))
const committed = (path: string) => readFile(join(root, path), 'utf8')

test('docs/permissions.md shows which role holds which permission, and may call which operation', async () => {
  const { body } = await server().anonymous.get('/api/schema/')
  expect(await committed('docs/permissions.md')).toBe(permissionDocs(body))
})

test('docs/events.md shows what each event says and who reacts to it', async () => {
  expect(await committed('docs/events.md')).toBe(eventDocs())
})

test('docs/modules has a true page for every module and none besides', async () => {
  for (const [file, text] of moduleDocs()) expect(await committed(`docs/modules/${file}`), file).toBe(text)
  expect((await readdir(join(root, 'docs/modules'))).sort()).toEqual(
    moduleDocs()
      .map(([file]) => file)
      .sort(),
  )
})

test('openapi.json is the document that the server answers', async () => {
  const { body } = await server().anonymous.get('/api/schema/')
  expect(JSON.parse(await committed('openapi.json'))).toEqual(body)
})

test('what the web repeats of lengths and choices is what the document says', async () => {
  const { body } = await server().anonymous.get('/api/schema/')
  expect(await committed('web/src/lib/api/facts.gen.ts')).toBe(webFacts(body))
})

test('src/db/types.ts are the types of the migrated database', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'watchdesk-types-'))
  const file = join(folder, 'types.ts')
  writeDatabaseTypes(server().address, file)
  expect(await committed('server/src/db/types.ts')).toBe(await readFile(file, 'utf8'))
  await rm(folder, { recursive: true })
})
