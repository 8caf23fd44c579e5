import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { refuseIfLocked } from './cluster.lock.ts'
import { hasCode } from './file.reading.ts'
import { canEnter, isRoot, newAccount, ownerOf, type ServerAccount } from './server.account.ts'

/** Where all that belongs to one embedded database lies: `cluster/`, its log, its lock and its binaries. */
export interface ClusterHome {
  folder: string
  cluster: string
  account: ServerAccount
}

const elsewhere = '/var/lib/watchdesk'

/** Names what belongs to a folder but cannot lie in it. */
export const shortHash = (folder: string) => createHash('sha256').update(folder).digest('hex').slice(0, 12)

/** Everyone may pass, nobody but the owner may look, whatever the umask says; the cluster within is 0700. */
function makePassable(folder: string) {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o711)
}

/** A folder that DATA_DIR no longer points to held the database of a deleted DATA_DIR: kept, but not taken over. */
function setAsideOrphan(folder: string, log: (line: string) => void) {
  if (!existsSync(join(folder, 'cluster'))) return
  refuseIfLocked(folder)
  const orphan = `${folder}.orphan-${Date.now()}`
  renameSync(folder, orphan)
  log(`The database of an earlier, deleted DATA_DIR of this name was set aside as ${orphan}`)
}

/** Root's folders are often closed (mode 700); PostgreSQL's account then gets a place that it can enter. */
function createHome(dataDir: string, entry: string, log: (line: string) => void) {
  if (!isRoot() || canEnter(newAccount(), dataDir)) {
    makePassable(entry)
    return
  }
  const folder = join(elsewhere, shortHash(realpathSync(dataDir)))
  setAsideOrphan(folder, log)
  makePassable(elsewhere)
  makePassable(folder)
  try {
    symlinkSync(folder, entry)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
}

function followEntry(entry: string) {
  try {
    return realpathSync(entry)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    throw new Error(
      `${entry} points to the database in ${readlinkSync(entry)}, which is gone. ` +
        'Bring it back, or remove that link to start with an empty database.',
    )
  }
}

function refuseForeign(folder: string) {
  const owner = statSync(folder).uid
  if (isRoot() || owner === process.getuid?.()) return
  throw new Error(`The database in ${folder} belongs to user ${owner}: start Watchdesk as that user.`)
}

/** Finds or makes the home of the database of `dataDir`: `dataDir/postgres`, which may be a link to elsewhere. */
export function openHome(dataDir: string, log: (line: string) => void): ClusterHome {
  mkdirSync(dataDir, { recursive: true })
  const entry = join(dataDir, 'postgres')
  if (!lstatSync(entry, { throwIfNoEntry: false })) createHome(dataDir, entry, log)
  const folder = followEntry(entry)
  refuseForeign(folder)
  const cluster = join(folder, 'cluster')
  const account = existsSync(cluster) ? ownerOf(cluster) : newAccount()
  return { folder, cluster, account }
}
