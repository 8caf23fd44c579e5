import { fileURLToPath } from 'node:url'
import { ensureChromium } from './chromium.mjs'
import { withLock } from './lock.mjs'
import { installPackages, packagesAreFresh } from './packages.mjs'
import { refuseUnsupportedPlatform } from './platform.mjs'
import { plainError } from './step.mjs'
import { ensureWeb } from './web.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const knownFlags = ['--no-build', '--test']

/**
 * Installs packages and builds the web where they are stale; nothing is done twice and nothing is printed
 * for what is fresh. `--test` leaves the build to the test runner, which reports a broken one as a failure.
 */
export async function prepare(flags) {
  const unknown = flags.filter((flag) => !knownFlags.includes(flag))
  if (unknown.length > 0) {
    throw plainError(`bootstrap knows ${knownFlags.join(' and ')}, not ${unknown.join(' ')}.`)
  }
  if (!packagesAreFresh(root)) {
    refuseUnsupportedPlatform()
    await withLock(root, async () => {
      if (!packagesAreFresh(root)) await installPackages(root)
    })
  }
  if (flags.includes('--test')) await withLock(root, () => ensureChromium(root))
  else if (!flags.includes('--no-build')) await ensureWeb(root)
}
