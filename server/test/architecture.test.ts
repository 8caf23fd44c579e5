import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { modules } from '../src/app/modules.ts'
import { LONG } from './sequence.ts'

const src = fileURLToPath(new URL('../src/', import.meta.url))

interface Import {
  /** From src: `platform/http/app.ts`; a package by its name. */
  from: string
  isTypeOnly: boolean
}
interface Source {
  path: string
  text: string
  lines: number
  imports: Import[]
}

const read = (path: string): Source => {
  const text = readFileSync(join(src, path), 'utf8')
  const pattern =
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm
  const imports = [...text.matchAll(pattern)].map(([, type, ...names]) => {
    const name = names.find(Boolean) ?? ''
    const from = name.startsWith('.') ? relative(src, resolve(src, path, '..', name)) : name
    return { from, isTypeOnly: type !== undefined }
  })
  return { path, text, lines: text.split('\n').length - 1, imports }
}
const everything = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && path !== 'db/types.ts')
  .sort()
  .map(read)
const besides = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'))
const isTest = ({ path }: Source) => path.endsWith('.test.ts')
const sources = everything.filter((source) => !isTest(source))
const folders = (at: string) =>
  readdirSync(join(src, at), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? entry.name : [],
  )

/** Says of each source what is wrong with it; the test fails with the list. */
function rule(title: string, wrongIn: (source: Source) => string[], of = sources) {
  test(title, () => {
    expect(of.flatMap((source) => wrongIn(source).map((what) => `${source.path} ${what}`))).toEqual([])
  })
}

const LAYERS = ['db', 'platform', 'capabilities', 'modules', 'app', 'main.ts']
const layerOf = (path: string) => LAYERS.indexOf(path.split('/')[0] ?? '')
const moduleOf = (path: string) => (path.startsWith('modules/') ? path.split('/')[1] : undefined)

rule('arrows point down only: app → modules → capabilities → platform → db', ({ path, imports }) =>
  imports
    .filter(({ from }) => layerOf(from) > layerOf(path))
    .map(({ from }) => `imports ${from}, which lies above it`),
)

const TIERS = [
  ['core'],
  ['assets', 'cmdb', 'workflows'],
  ['incidents', 'service-requests', 'problems', 'changes'],
  ['sla', 'notifications', 'surveys', 'audit', 'noc'],
  ['reports'],
]
const tierOf = (module: string) => TIERS.findIndex((tier) => tier.includes(module))

test('every module has its place among the tiers', () => {
  expect(folders('modules').filter((module) => tierOf(module) < 0)).toEqual([])
})

rule(
  'a module imports modules of its own tier or below, and through their index.ts only',
  ({ path, imports }) => {
    const own = moduleOf(path)
    if (!own) return []
    return imports.flatMap(({ from }) => {
      const other = moduleOf(from)
      if (!other || other === own) return []
      if (tierOf(other) > tierOf(own))
        return [`imports ${from}: ${other} is a tier above ${own}; listen to its events`]
      return from === `modules/${other}/index.ts` ? [] : [`imports ${from}: enter ${other} by its index.ts`]
    })
  },
)

const SPEAKS_SQL = /^import \{[^}]*\bsql\b[^}]*\} from 'kysely'/m

rule('a file of a module that speaks SQL has a role after a dot, and routes speak none', ({ path, text }) => {
  if (!moduleOf(path) || !SPEAKS_SQL.test(text)) return []
  if (path.endsWith('.routes.ts')) return ['speaks SQL: that is for a .service.ts or .queries.ts']
  return /[a-z]\.[a-z-]+\.ts$/.test(path) ? [] : ['has no role: .service.ts, .queries.ts …']
})

rule('queries only read, and a service writes or opens transactions', ({ path, text }) => {
  if (!moduleOf(path)) return []
  const writes = /\bTx\b|\binsert into\b|\bdelete from\b|\bupdate \w+ set\b/.test(text)
  if (path.endsWith('.queries.ts') && writes) return ['writes: is a .service.ts']
  return path.endsWith('.service.ts') && !writes && !/\b[Dd]oor\b/.test(text)
    ? ['only reads: is a .queries.ts']
    : []
})

// Second doors, for those alone who are no module: app, and the demonstration, which plays a history.
const DOOR = /^modules\/([a-z-]+\/index|core\/operation|incidents\/playback)\.ts$/

rule(
  'app enters a module by its doors',
  ({ imports }) =>
    imports.filter(({ from }) => moduleOf(from) && !DOOR.test(from)).map(({ from }) => `imports ${from}`),
  sources.filter(({ path }) => path.startsWith('app/')),
)

// Tables that belong to no resource; those of the platform may be asked by anybody.
const SIDE_TABLES: Record<string, string[]> = {
  core: ['user_clients', 'team_members'],
  incidents: ['priority_matrices', 'priority_matrix_cells'],
  noc: ['alert_events', 'silences'],
}
// Shown by a module, but written by the door.
const OF_THE_PLATFORM = ['ledger']
const ownerOfTable = new Map(
  modules.flatMap(({ name, resources = [] }) =>
    [...resources.map(({ table }) => table), ...(SIDE_TABLES[name] ?? [])]
      .filter((table) => !OF_THE_PLATFORM.includes(table))
      .map((table) => [table, name]),
  ),
)
const MAY_READ: Record<string, string> = {
  'modules/incidents/comments/comment.schema.ts': 'users', // the author's name, which hangs on created_by and not on author_id
  'modules/noc/incidents/noc-incident.service.ts': 'incidents', // the refusal names the incident that an alert is in already
}

rule(
  'SQL names tables of other modules for labels only: in pointers({…}) and in queries files',
  ({ path, text }) => {
    const own = moduleOf(path)
    if (!own || /(^|[/.-])queries\.ts$/.test(path)) return []
    const named = [...text.matchAll(/\b(?:from|join|update|into|table)\s+(?:app\.)?([a-z_]+)\b/gi)]
    return [...new Set(named.map(([, table = '']) => table))].flatMap((table) => {
      const owner = ownerOfTable.get(table) ?? own
      return owner === own || MAY_READ[path] === table ? [] : [`asks ${table}, a table of ${owner}`]
    })
  },
)

rule(
  'fastify is spoken in platform/http, in routes and in app; elsewhere at most as types',
  ({ path, imports }) => {
    const mayServe = /^(app|platform\/http)\//.test(path) || /(^|[/.-])routes\.ts$/.test(path)
    return imports
      .filter(({ from, isTypeOnly }) => /^@?fastify(\/|$)/.test(from) && !mayServe && !isTypeOnly)
      .map(({ from }) => `imports ${from}`)
  },
)

rule(
  'the environment is read in app/config.ts, and handed on to the embedded PostgreSQL',
  ({ path, text }) => {
    const mayRead = ['app/config.ts', 'app/embedded/cluster.creation.ts'].includes(path)
    return !mayRead && /process\.env/.test(text) ? ['reads process.env'] : []
  },
)

// Not listed: what the kit is about itself (user and role of a caller, organization, a Problem, a Change). A client is also
// who speaks to a server, a token what a header brings; the nouns show themselves by their ids.
const NOUNS =
  /\b(incident|alert|silence|integration|team|department|site|configuration.item|asset|survey|severit(?:y|ie)|requester|assignee|known.error|superuser|service.request|maintenance.window|on.call)s?\b|\b(client_?ids?|ofClients|token_?ids?)\b/gi

rule(
  'platform and capabilities know no noun of the modules',
  ({ text }) => [...new Set(text.match(NOUNS))].map((noun) => `speaks of "${noun}"`),
  sources.filter(({ path }) => /^(platform|capabilities)\//.test(path)),
)

rule(
  'no file has more than 300 lines, tests included',
  ({ lines }) => (lines > 300 ? [`has ${lines} lines`] : []),
  everything,
)

const kit = sources.filter(({ path }) => path.startsWith('platform/'))
rule(
  'no file of the kit has more than 150 lines',
  ({ lines }) => (lines > 150 ? [`has ${lines} lines`] : []),
  kit,
)

/** In lines, for each folder of the kit; '' is what stands in none. Live's is explained in ADR 4. */
const BUDGETS: Record<string, number> = {
  '': 1300,
  bus: 250,
  http: 1400,
  ledger: 900,
  lifecycle: 300,
  list: 525,
  live: 2050,
  mail: 200,
  resource: 750,
}

test('each folder of the kit keeps its budget, so that none swallows the domain', () => {
  const sizes = Map.groupBy(kit, ({ path }) => path.split('/').slice(1, -1).join('/'))
  for (const [folder, files] of sizes)
    expect(
      files.reduce((total, { lines }) => total + lines, 0),
      folder,
    ).toBeLessThanOrEqual(BUDGETS[folder] ?? 0)
})

test('files are short: half of them at most 80 lines, nine of ten at most 200', () => {
  const lengths = sources.map(({ lines }) => lines).sort((a, b) => a - b)
  const percentile = (share: number) => lengths[Math.floor(lengths.length * share)]
  expect(percentile(0.5)).toBeLessThanOrEqual(80)
  expect(percentile(0.9)).toBeLessThanOrEqual(200)
})

test('every module has an index.ts and a README.md', () => {
  const missing = folders('modules').flatMap((module) =>
    ['index.ts', 'README.md']
      .map((file) => `modules/${module}/${file}`)
      .filter((file) => !existsSync(join(src, file))),
  )
  expect(missing).toEqual([])
})

const EMPTY_NAMES = /(^|[/.-])(utils?|helpers?|common|managers?|data|base|misc|shared)(?=[/.-]|$)/

rule(
  'names say what is inside, in kebab case with the role after a dot',
  ({ path }) => [
    ...(EMPTY_NAMES.test(path) ? ['has a name that says nothing'] : []),
    ...(/^[a-z0-9./-]+$/.test(path) ? [] : ['is not in kebab case']),
  ],
  everything,
)

rule('no @ts-ignore, no TODO, no console', ({ text }) =>
  [/@ts-(ignore|nocheck|expect-error)/, /\b(TODO|FIXME|XXX)\b/, /\bconsole\.\w+\(/]
    .filter((pattern) => pattern.test(text))
    .map((pattern) => `matches ${pattern}`),
)

// A noun's parts are found by the names of its files, which are the same in every module.
const ROLES: Record<string, RegExp> = {
  schema: /\bdefineResource[<(]/,
  lifecycle: /\bdefineLifecycle\(/,
  events: /\bdefineEvents\(/,
  permissions: /\bsatisfies PermissionCatalogue\b/,
  routes: /\bapp\.(get|post|put|patch|delete|route)\(/,
}
rule(
  'what a file of a module declares, its role says: schema, lifecycle, events, permissions, routes',
  ({ path, text }) => {
    if (!moduleOf(path)) return []
    const declared = Object.keys(ROLES).filter((role) => ROLES[role]?.test(text))
    return declared.filter((role) => !path.endsWith(`.${role}.ts`)).map((role) => `is a .${role}.ts`)
  },
)

rule('a module shows at most ten names at each of its doors', ({ path, text }) => {
  if (!DOOR.test(path)) return []
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, names = '']) => names)
  const names = lists.flatMap((list) => list.split(',').filter((name) => name.trim() !== ''))
  const count = names.length + [...text.matchAll(/^export (?:const|function|interface|type) \w/gm)].length
  return count > 10 ? [`shows ${count}`] : []
})

rule(
  'no test replaces a module: another one that ran before it in the same process has loaded it already',
  ({ text }) => (/\bvi\.(do)?mock\(/i.test(text) ? ['replaces one'] : []),
  [...everything.filter(isTest), ...besides.map((name) => read(`../test/${name}`))],
)

test('what is begun first for its length is there', () => {
  const tests = [...everything.map(({ path }) => path), ...besides]
  expect(LONG.filter((name) => !tests.some((path) => path.endsWith(`${name}.test.ts`)))).toEqual([])
})

test('every noun runs the contract suite', () => {
  const tests = everything.filter(isTest).map(({ text }) => text)
  const nouns = sources
    .filter(({ path }) => moduleOf(path))
    .flatMap(({ text }) => [...text.matchAll(/(?:const (\w+) = )?\bdefineResource[<(]/g)])
    .map(([call, name]) => name ?? call)
  const runs = (name: string) =>
    tests.some((text) => new RegExp(`resourceContract\\(\\{\\s*resource: ${name},`).test(text))
  expect(nouns.length).toBeGreaterThan(20)
  expect(nouns.filter((name) => !runs(name))).toEqual([])
})
