import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../src/app/config.ts'
import { prepareDatabase } from '../src/app/database.ts'
import { migrate } from '../src/app/migrate.ts'
import { startRuntime } from '../src/app/runtime.ts'
import { createLogger } from '../src/platform/log.ts'
import { type AccessDocument, eventDocs, moduleDocs, permissionDocs } from './generated-docs.ts'
import { type FactsDocument, webFacts } from './generated-facts.ts'
import { writeDatabaseTypes } from './generated-types.ts'

// Makes what is derived from the migrated database and the declared modules. Run by `npm run generate`.
const root = fileURLToPath(new URL('../..', import.meta.url))
const dataDir = await mkdtemp(join(tmpdir(), 'watchdesk-generate-'))
const config = readConfig({ DATA_DIR: dataDir })
const database = await prepareDatabase(config, () => {})
try {
  await migrate(database.address)
  writeDatabaseTypes(database.address, join(root, 'server/src/db/types.ts'))
  const runtime = await startRuntime(config, database.address, createLogger('silent'))
  const document = runtime.app.swagger()
  await writeFile(join(root, 'openapi.json'), `${JSON.stringify(document, null, 1)}\n`)
  await runtime.close()
  await writeFile(join(root, 'web/src/lib/api/facts.gen.ts'), webFacts(document as FactsDocument))
  await writeFile(join(root, 'docs/permissions.md'), permissionDocs(document as AccessDocument))
  await writeFile(join(root, 'docs/events.md'), eventDocs())
  for (const [file, text] of moduleDocs()) await writeFile(join(root, 'docs/modules', file), text)
} finally {
  await database.stop()
  await rm(database.location, { recursive: true, force: true })
  await rm(dataDir, { recursive: true, force: true })
}
