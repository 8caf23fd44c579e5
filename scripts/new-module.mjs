// node scripts/new-module.mjs <module> <noun> [plural]: writes the skeleton of a module with one noun.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [module, noun, plural = `${noun}s`] = process.argv.slice(2)
if (![module, noun, plural].every((word) => /^[a-z]+(-[a-z]+)*$/.test(word ?? ''))) {
  console.error(
    'usage: node scripts/new-module.mjs <module> <noun> [plural]   (lower case, words joined by -)',
  )
  process.exit(2)
}

const server = fileURLToPath(new URL('../server/', import.meta.url))
const folder = `${server}src/modules/${module}`
if (existsSync(folder)) {
  console.error(`server/src/modules/${module} is there already`)
  process.exit(1)
}
const snake = (word) => word.replaceAll('-', '_')
const camel = (word) => word.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
const pascal = (word) => camel(`-${word}`)
const words = (word) => word.replaceAll('-', ' ')
const table = snake(plural)

const files = {
  'index.ts': `import { defineModule } from '../../platform/module.ts'
import { createRoute, deleteRoutes, getRoute, listRoute, updateRoutes } from '../../platform/resource/routes.ts'
import { ${pascal(noun)}Input, ${camel(plural)} } from './${noun}.schema.ts'
import { ${camel(module)}Permissions } from './${noun}.permissions.ts'

export const ${camel(module)} = defineModule({
  name: '${module}',
  permissions: ${camel(module)}Permissions,
  routes: (app) => {
    listRoute(app, ${camel(plural)})
    getRoute(app, ${camel(plural)})
    createRoute(app, ${camel(plural)}, ${pascal(noun)}Input)
    updateRoutes(app, ${camel(plural)}, ${pascal(noun)}Input)
    deleteRoutes(app, ${camel(plural)})
  },
  resources: [${camel(plural)}],
})
`,
  [`${noun}.permissions.ts`]: `import type { PermissionCatalogue } from '../../platform/module.ts'

export const ${camel(module)}Permissions = {
  '${module}.view': { title: 'See ${words(plural)}', roles: ['administrator', 'manager', 'agent', 'auditor'] },
  '${module}.manage': { title: 'Create and change ${words(plural)}', roles: ['administrator'] },
} satisfies PermissionCatalogue
`,
  [`${noun}.schema.ts`]: `import { type Selectable, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { DB } from '../../db/types.ts'
import { Closed, Id, stamps, Text } from '../../platform/http/schema.ts'
import { textFilter, timestampFilter } from '../../platform/list/filters.ts'
import { defineResource } from '../../platform/resource/resource.ts'

export const ${pascal(noun)}Input = Closed({ name: Text(200) })
const ${pascal(noun)} = Type.Object({ id: Id, name: Type.String(), ...stamps })

export const ${camel(plural)} = defineResource<Selectable<DB['${table}']>, Static<typeof ${pascal(noun)}>>({
  kind: '${snake(noun)}',
  path: '/api/v1/${plural}',
  tag: '${words(pascal(plural))}',
  table: '${table}',
  topic: '${plural}',
  permissions: {
    view: '${module}.view',
    create: '${module}.manage',
    update: '${module}.manage',
    delete: '${module}.manage',
    restore: 'records.restore',
  },
  record: ${pascal(noun)},
  source: { columns: sql\`t.*\`, from: sql\`${table} t\` },
  list: {
    filters: { name: textFilter('t.name'), created_at: timestampFilter('t.created_at') },
    ordering: { name: { column: 't.name', type: 'text' }, created_at: { column: 't.created_at', type: 'timestamptz' } },
    defaultOrdering: 'name',
    search: '${snake(noun)}',
  },
  present: (row) => row,
})
`,
  [`${noun}.test.ts`]: `import { resourceContract } from '../../../test/contract.ts'
import { ${pascal(noun)}Input, ${camel(plural)} } from './${noun}.schema.ts'

resourceContract({ resource: ${camel(plural)}, input: ${pascal(noun)}Input, create: () => ({ name: 'One' }), change: { name: 'Other' } })
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
for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text)
const last = readdirSync(`${server}migrations`).sort().at(-1)?.slice(0, 4) ?? '0000'
const migrationName = `${String(Number(last) + 1).padStart(4, '0')}_${snake(module)}_${table}.sql`
writeFileSync(`${server}migrations/${migrationName}`, migration)
console.log(`Made server/src/modules/${module} and server/migrations/${migrationName}.
Add to server/src/app/modules.ts:  import { ${camel(module)} } from '../modules/${module}/index.ts'  and its place in the list.
Then: npm run generate, npm test.`)
