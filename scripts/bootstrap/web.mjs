import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { packagesHash, projectNode } from './packages.mjs'
import { run } from './run.mjs'
import { hashFiles, readStamp, writeStamp } from './stamp.mjs'
import { plainError, step } from './step.mjs'

const stampName = '.watchdesk-build'
const isSource = (name) => !/^\.|^dist$|^node_modules$|\.test\.tsx?$/.test(name)

function sourceFiles(folder, prefix = '') {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .filter((entry) => isSource(entry.name))
    .flatMap((entry) => {
      const name = prefix + entry.name
      return entry.isDirectory() ? sourceFiles(folder, `${name}/`) : [name]
    })
}

/** All of web/ but its tests, and what npm installed: a new React is a new build. */
const webHash = (root) => hashFiles(join(root, 'web'), sourceFiles(join(root, 'web')), packagesHash(root))

const webIsFresh = (root) => readStamp(join(root, 'web/dist', stampName)) === webHash(root)

/** Built beside and moved into place, so that an interrupted build never serves half. */
async function buildWeb(root) {
  const web = join(root, 'web')
  const [fresh, old, dist] = [join(web, '.tmp/dist'), join(web, '.tmp/dist-old'), join(web, 'dist')]
  const hash = webHash(root)
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
  const { code, output } = await step('building the web', () =>
    run(projectNode(root), args, { cwd: web, env: { ...process.env, NODE_ENV: 'production' } }),
  )
  if (code !== 0) throw plainError(`${output}\n\nThe web could not be built (reason above).`)
  writeStamp(join(fresh, stampName), hash)
  rmSync(old, { recursive: true, force: true })
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(fresh, dist)
  rmSync(old, { recursive: true, force: true })
}

/** Builds web/dist when any of its sources changed since the last build. */
export async function ensureWeb(root) {
  if (webIsFresh(root)) return
  await withLock(root, async () => {
    if (!webIsFresh(root)) await buildWeb(root)
  })
}
