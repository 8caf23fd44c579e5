import { join } from 'node:path'
import { systemChromium } from '../bootstrap/chromium.mjs'
import { projectNode } from '../bootstrap/packages.mjs'
import { run } from '../bootstrap/run.mjs'
import { ensureWeb } from '../bootstrap/web.mjs'
import { checked, fromVitest, notRun } from './counts.mjs'
import { coverageFlags, coverageNotes, forgetCoverage } from './coverage.mjs'

const limitSeconds = 16 * 60
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }

/** A part that has only one thing to tell: whether its command ended well. */
const check = (part, title, script, ...args) => ({
  part,
  title,
  async work(root) {
    const env = { ...process.env, ...colours }
    const command = [join(root, 'node_modules', script), ...args]
    const { code, output } = await run(projectNode(root), command, { cwd: root, env, limitSeconds })
    return checked(code === 0, output)
  },
})

async function vitest(root, folder, settings = {}, args = []) {
  const report = join(root, '.tmp', `test-${folder}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const command = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args, ...reporters]
  const env = { ...process.env, ...colours, ...settings }
  return fromVitest(report, () =>
    run(projectNode(root), command, { cwd: join(root, folder), env, limitSeconds }),
  )
}

/** All of them, so that it can be said what they reach. */
async function testServer(root) {
  forgetCoverage(root)
  const counts = await vitest(root, 'server', {}, coverageFlags)
  return { ...counts, notes: coverageNotes(root) }
}

async function buildWeb(root) {
  try {
    await ensureWeb(root)
    return checked(true)
  } catch (error) {
    return checked(false, error.message)
  }
}

function testBrowser(root, ...args) {
  if (process.env.WATCHDESK_TEST_BROWSER === 'off') return notRun('WATCHDESK_TEST_BROWSER is off')
  const chromium = systemChromium()
  return vitest(root, 'e2e', chromium ? { WATCHDESK_CHROMIUM: chromium } : {}, args)
}

/** They promise something in seconds, so that nothing else may run beside them. */
const TIMED = ['clean-checkout.test.ts', 'start.test.ts', 'alert-to-incident.test.ts']

/** Its links lead to pages. */
async function testDemo(root) {
  const built = await buildWeb(root)
  return built.failed > 0 ? built : vitest(root, 'demo')
}

const types = (title, folder) => check('types', `types of the ${title}`, 'typescript/bin/tsc', '-p', folder)
const lint = check('lint', 'lint and format', '@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')

/** The rules of the code, those that need no server, and a noun of each kind through HTTP. */
const ESSENTIAL = {
  server: [
    'test/architecture',
    'src/platform/lifecycle',
    'src/platform/unit-of-work',
    'src/app/modules.test.ts',
    'src/modules/core/departments',
    'src/modules/cmdb',
    'src/modules/incidents/incident.test.ts',
    'src/modules/noc/alerts/alert.decide',
  ],
  web: ['src/lib/url', 'src/lib/live', 'src/components/action-'],
}

/** What everybody runs before a commit, in less than a minute: `npm test -- quick`. */
export const quickSteps = [
  types('server', 'server'),
  types('web', 'web'),
  lint,
  { title: 'essential server tests', work: (root) => vitest(root, 'server', {}, ESSENTIAL.server) },
  { title: 'essential web tests', work: (root) => vitest(root, 'web', {}, ESSENTIAL.web) },
]

/** Where another PostgreSQL could answer otherwise: schema, policies, plans, ledger, and the nouns that ask most of it. */
const DATABASE = [
  'test/row-security',
  'test/schema',
  'test/list-plans',
  'test/isolation',
  'test/personal-data',
  'src/app/migrate',
  'src/app/backup/backup.test',
  'src/platform/ledger',
  'src/platform/unit-of-work',
  'src/modules/audit/chain',
  'src/modules/core/auth',
  'src/modules/core/rights',
  'src/modules/incidents/incident.test',
  'src/modules/incidents/incident.lifecycle',
  'src/modules/incidents/metrics',
  'src/modules/noc/alerts',
  'src/modules/noc/ingest/ingest',
]

/** What depends on the PostgreSQL of DATABASE_URL: `npm test -- database`. */
export const databaseSteps = [
  { title: 'tests of the database', work: (root) => vitest(root, 'server', {}, DATABASE) },
]

/** Everything `npm test` runs, in this order; `npm test -- <part>` runs one part. */
export const steps = [
  types('server', 'server'),
  types('web', 'web'),
  types('browser tests', 'e2e'),
  types('bench', 'bench'),
  types('demo', 'demo'),
  types('faults', 'faults'),
  lint,
  check('lint', 'dead code', 'knip/bin/knip.js'),
  { part: 'server', title: 'server tests', work: testServer },
  { part: 'web', title: 'web tests', work: (root) => vitest(root, 'web') },
  { part: 'bench', title: 'rules of the bench', work: (root) => vitest(root, 'bench') },
  { part: 'faults', title: 'faults', work: (root) => vitest(root, 'faults') },
  { part: 'browser', title: 'build of the web', work: buildWeb },
  { part: 'demo', title: 'demonstration', work: testDemo },
  {
    part: 'browser',
    title: 'starts and first alert',
    work: (root) => testBrowser(root, '--no-file-parallelism', ...TIMED),
  },
  {
    part: 'browser',
    title: 'browser tests',
    work: (root) => testBrowser(root, ...TIMED.map((file) => `--exclude=${file}`)),
  },
]
