import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { projectNode } from './packages.mjs'
import { run } from './run.mjs'
import { plainError, step } from './step.mjs'

const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']
const shell = 'chromium-headless-shell'

function playwrightFolder(root) {
  return dirname(createRequire(join(root, 'e2e/package.json')).resolve('playwright-core/package.json'))
}

/** True when Playwright's own installer has finished the headless shell that this Playwright wants. */
function playwrightHasShell(root) {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH || join(homedir(), '.cache/ms-playwright')
  const { browsers } = JSON.parse(readFileSync(join(playwrightFolder(root), 'browsers.json'), 'utf8'))
  const { revision } = browsers.find((browser) => browser.name === shell)
  return existsSync(join(cache, `chromium_headless_shell-${revision}`, 'INSTALLATION_COMPLETE'))
}

/** Path of the Chromium to test with; undefined leaves the choice to Playwright. */
export const systemChromium = () =>
  process.env.WATCHDESK_CHROMIUM || installed.find((file) => existsSync(file))

/** How to run a command as root without a question; undefined where that cannot be. */
async function rootPrefix() {
  if (process.getuid() === 0) return []
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined
}

const runWords = ([command, ...args]) => run(command, args)

async function aptInstall(prefix) {
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-y']
  await runWords([...apt, 'update'])
  return runWords([...apt, 'install', '--no-install-recommends', 'chromium'])
}

/** Ubuntu's package of that name is a wrapper for a snap and of no use here. */
const isDebian = () =>
  existsSync('/usr/bin/apt-get') && /^ID="?debian/m.test(readFileSync('/etc/os-release', 'utf8'))

function fail(reasons) {
  throw plainError(
    `${reasons.join('\n\n')}\n\nThe browser tests need Chromium and it could not be installed (reasons above). Install ` +
      `it (Debian: apt-get install chromium) or name one by WATCHDESK_CHROMIUM=/path/to/chromium; ` +
      `WATCHDESK_TEST_BROWSER=off runs the other tests without one.`,
  )
}

/** Makes a Chromium available: one that is there, else Debian's where apt may be used, else Playwright's own. */
export async function ensureChromium(root) {
  if (process.env.WATCHDESK_TEST_BROWSER === 'off') return
  const named = process.env.WATCHDESK_CHROMIUM
  if (named && !existsSync(named))
    throw plainError(`WATCHDESK_CHROMIUM names ${named}, which does not exist.`)
  if (systemChromium() || playwrightHasShell(root)) return
  const reasons = []
  const prefix = await rootPrefix()
  if (prefix && isDebian()) {
    const { code, output } = await step('installing Chromium with apt-get', () => aptInstall(prefix))
    if (code === 0 && systemChromium()) return
    reasons.push(output)
  }
  const { code, output } = await step("installing Playwright's Chromium", () =>
    run(projectNode(root), [join(playwrightFolder(root), 'cli.js'), 'install', shell]),
  )
  if (code !== 0) fail([...reasons, output])
}
