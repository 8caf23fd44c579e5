import { join } from 'node:path'
import { systemChromium } from '../bootstrap/chromium.mjs'
import { projectNode } from '../bootstrap/packages.mjs'
import { run } from '../bootstrap/run.mjs'
import { ensureWeb } from '../bootstrap/web.mjs'
import { checked, fromVitest, notRun } from './counts.mjs'

const limitSeconds = 12 * 60
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

async function vitest(root, folder, settings = {}) {
  const report = join(root, '.tmp', `test-${folder}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const command = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters]
  const env = { ...process.env, ...colours, ...settings }
  return fromVitest(report, () =>
    run(projectNode(root), command, { cwd: join(root, folder), env, limitSeconds }),
  )
}

async function buildWeb(root) {
  try {
    await ensureWeb(root)
    return checked(true)
  } catch (error) {
    return checked(false, error.message)
  }
}

function testBrowser(root) {
  if (process.env.WATCHDESK_TEST_BROWSER === 'off') return notRun('WATCHDESK_TEST_BROWSER is off')
  const chromium = systemChromium()
  return vitest(root, 'e2e', chromium ? { WATCHDESK_CHROMIUM: chromium } : {})
}

/** Its links lead to pages. */
async function testDemo(root) {
  const built = await buildWeb(root)
  return built.failed > 0 ? built : vitest(root, 'demo')
}

/** Everything `npm test` runs, in this order; `npm test -- <part>` runs one part. */
export const steps = [
  check('types', 'types of the server', 'typescript/bin/tsc', '-p', 'server'),
  check('types', 'types of the web', 'typescript/bin/tsc', '-p', 'web'),
  check('types', 'types of the browser tests', 'typescript/bin/tsc', '-p', 'e2e'),
  check('types', 'types of the bench', 'typescript/bin/tsc', '-p', 'bench'),
  check('types', 'types of the demo', 'typescript/bin/tsc', '-p', 'demo'),
  check('types', 'types of the faults', 'typescript/bin/tsc', '-p', 'faults'),
  check('lint', 'lint and format', '@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  check('lint', 'dead code', 'knip/bin/knip.js'),
  { part: 'server', title: 'server tests', work: (root) => vitest(root, 'server') },
  { part: 'web', title: 'web tests', work: (root) => vitest(root, 'web') },
  { part: 'bench', title: 'rules of the bench', work: (root) => vitest(root, 'bench') },
  { part: 'faults', title: 'faults', work: (root) => vitest(root, 'faults') },
  { part: 'browser', title: 'build of the web', work: buildWeb },
  { part: 'demo', title: 'demonstration', work: testDemo },
  { part: 'browser', title: 'browser tests', work: testBrowser },
]
