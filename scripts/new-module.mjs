// node scripts/new-module.mjs <module> <noun> [plural] [root]: writes the skeleton of a module with one noun.
// `root` is the folder that holds server/; this one if it is not given.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [module, noun, plural = `${noun}s`, root = fileURLToPath(new URL('..', import.meta.url))] =
  process.argv.slice(2)
if (![module, noun, plural].every((word) => /^[a-z]+(-[a-z]+)*$/.test(word ?? ''))) {
  console.error(
    'usage: node scripts/new-module.mjs <module> <noun> [plural] [root]   (lower case, words joined by -)',
  )
  process.exit(2)
}

const server = join(root, 'server')
const folder = join(server, 'src/modules', module)
if (existsSync(folder)) {
  console.error(`server/src/modules/${module} is there already`)
  process.exit(1)
}
const snake = (word) => word.replaceAll('-', '_')
const camel = (word) => word.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
const pascal = (word) => camel(`-${word}`)
const words = (word) => word.replaceAll('-', ' ')
const title = (word) => words(word).replace(/^./, (letter) => letter.toUpperCase())
const table = snake(plural)
const resource = camel(plural)
// A module is often called like its first noun.
const exported = module === plural ? `${camel(module)}Module` : camel(module)

const files = {
  'index.ts': `import { defineModule } from '../../platform/module.ts'
import { plainRoutes } from '../../platform/resource/plain-routes.ts'
import { ${pascal(noun)}Input, ${resource} } from './${noun}.schema.ts'
import { ${camel(module)}Permissions } from './${module}.permissions.ts'

export const ${exported} = defineModule({
  name: '${module}',
  permissions: ${camel(module)}Permissions,
  routes: (app) => plainRoutes(app, ${resource}, ${pascal(noun)}Input),
  resources: [${resource}],
})
`,
  [`${module}.permissions.ts`]: `import type { PermissionCatalogue } from '../../platform/module.ts'

export const ${camel(module)}Permissions = {
  '${module}.view': {
    title: 'See ${words(plural)}',
    roles: ['administrator', 'manager', 'agent', 'auditor'],
  },
  '${module}.manage': { title: 'Create and change ${words(plural)}', roles: ['administrator'] },
} satisfies PermissionCatalogue
`,
  [`${noun}.schema.ts`]: `import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../db/types.ts'
import { Closed, Id, stamps, Text } from '../../platform/http/schema.ts'
import { textFilter, timestampFilter } from '../../platform/list/filters.ts'
import { defineResource } from '../../platform/resource/resource.ts'

export const ${pascal(noun)}Input = Closed({ name: Text(200) })
const ${pascal(noun)}Record = Type.Object({ id: Id, name: Type.String(), ...stamps })

export const ${resource} = defineResource<Selectable<DB['${table}']>, Static<typeof ${pascal(noun)}Record>>({
  kind: '${snake(noun)}',
  path: '/api/v1/${plural}',
  tag: '${title(plural)}',
  table: '${table}',
  topic: '${plural}',
  permissions: {
    view: '${module}.view',
    create: '${module}.manage',
    update: '${module}.manage',
    delete: '${module}.manage',
    restore: 'records.restore',
  },
  record: ${pascal(noun)}Record,
  source: { columns: sql\`t.*\`, from: sql\`${table} t\` },
  list: {
    filters: { name: textFilter('t.name'), created_at: timestampFilter('t.created_at') },
    ordering: {
      name: { column: 't.name', type: 'text' },
      created_at: { column: 't.created_at', type: 'timestamptz' },
    },
    defaultOrdering: 'name',
    search: '${snake(noun)}',
  },
  present: (row) => row,
})
`,
  [`${noun}.test.ts`]: `import { resourceContract } from '../../../test/contract.ts'
import { unique, useTestServer } from '../../../test/harness.ts'
import { ${resource} } from './${noun}.schema.ts'

const server = useTestServer()

resourceContract({
  resource: ${resource},
  server,
  create: () => ({ name: unique('${title(noun)}') }),
  change: () => ({ name: unique('Another') }),
  invalid: [
    { body: { name: '' }, field: 'name' },
    { body: { name: 'x'.repeat(201) }, field: 'name' },
  ],
  searchable: 'name',
})
`,
  'README.md': `# ${module}

Words, invariants, and why it is not simpler. Half a page.
`,
}

const migration = `create table app.${table} (
  organization_id bigint not null,
  id bigint generated always as identity,
  name text collate "C" not null check (length(name) between 1 and 200),
  version integer not null default 1,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  created_by bigint,
  updated_by bigint,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
create unique index ${table}_name on app.${table} (organization_id, name) where deleted_at is null;
call app.protect('app.${table}');
create trigger index_for_search after insert or update of name on app.${table}
  for each row execute function search.index_record('${snake(noun)}', 'name');
`

mkdirSync(folder)
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
const migrations = join(server, 'migrations')
const last = readdirSync(migrations).sort().at(-1)?.slice(0, 4) ?? '0000'
const migrationName = `${String(Number(last) + 1).padStart(4, '0')}_${snake(module)}_${table}.sql`
writeFileSync(join(migrations, migrationName), migration)
console.log(`Made server/src/modules/${module} and server/migrations/${migrationName}.
Add to server/src/app/modules.ts:  import { ${exported} } from '../modules/${module}/index.ts'  and its place in the list.
A new module also needs its tier in server/test/architecture.test.ts.
Then: npm run format, npm run generate, npm test.`)
