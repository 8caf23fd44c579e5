import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ClusterHome } from './cluster.home.ts'
import type { PostgresBinaries } from './postgres.binaries.ts'
import { commandAs, isRoot } from './server.account.ts'

/** Name of the cluster's superuser: for setting up roles and migrating, not for the application at work. */
export const superuser = 'postgres'

// Sorted by code point with Unicode's upper and lower case, the same on every machine and in PostgreSQL 15 under "C".
const initialization = [
  ...['--username', superuser, '--auth=trust', '--encoding=UTF8', '--data-checksums', '--no-instructions'],
  ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
]

/** The environment of the server: not ours, which holds secrets. */
export const serverEnvironment = { PATH: process.env.PATH ?? '', LC_ALL: 'C' }

async function initialize({ folder, account }: ClusterHome, draft: string, initdb: string) {
  const [command, args] = commandAs(account, initdb, ['-D', draft, ...initialization])
  const child = spawn(command, args, {
    cwd: folder,
    env: serverEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [problems, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  if (code !== 0) throw new Error(`The database could not be created in ${folder}:\n${problems.trim()}`)
}

function syncFolder(folder: string) {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** Creates the cluster beside its place and moves it there when it is whole; checks the version of one that exists. */
export async function ensureCluster(home: ClusterHome, binaries: PostgresBinaries) {
  const { folder, cluster, account } = home
  if (existsSync(cluster)) {
    const major = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
    if (major === binaries.major) return
    throw new Error(
      `The database in ${folder} was made by PostgreSQL ${major}; this Watchdesk brings PostgreSQL ${binaries.major}, ` +
        'which cannot open it. Export it with the Watchdesk that made it and import it into an empty DATA_DIR.',
    )
  }
  const draft = join(folder, 'cluster.new')
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  if (isRoot()) chownSync(draft, account.uid, account.gid)
  await initialize(home, draft, binaries.initdb)
  renameSync(draft, cluster)
  syncFolder(folder)
}
