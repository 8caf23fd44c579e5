import { existsSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureCluster, superuser } from './cluster.creation.ts'
import { openHome } from './cluster.home.ts'
import { isLocked, takeLock } from './cluster.lock.ts'
import { openSocketFolder, socketFolderOf } from './cluster.sockets.ts'
import { provideBinaries } from './postgres.binaries.ts'
import { capLog } from './postgres.log.ts'
import { endLeftover, launch, stopPostgres } from './postgres.process.ts'
import { postgresArguments } from './postgres.settings.ts'

const port = 5432
const logCheckMilliseconds = 60_000

export interface EmbeddedPostgres {
  /** For `pg`: `host` is the folder of the socket, `user` the cluster's superuser; there is no password. */
  connection: { host: string; port: number; user: string; database: 'postgres' }
  /** The folder with the database and its log; below DATA_DIR, or /var/lib/watchdesk where root closed DATA_DIR. */
  location: string
  /** Stops it cleanly and releases DATA_DIR; also to be called after `died`. */
  stop(): Promise<void>
  /** Resolves when PostgreSQL ends without `stop`. */
  died: Promise<Error>
}

const connectTo = (host: string): EmbeddedPostgres['connection'] => ({
  host,
  port,
  user: superuser,
  database: 'postgres',
})

/** How to reach the database in `dataDir` beside the Watchdesk that runs on it; undefined when none does. */
export function findRunningPostgres(
  dataDir: string,
): Pick<EmbeddedPostgres, 'connection' | 'location'> | undefined {
  const entry = join(dataDir, 'postgres')
  if (!existsSync(entry)) return undefined
  const location = realpathSync(entry)
  return isLocked(location) ? { connection: connectTo(socketFolderOf(location)), location } : undefined
}

async function startIn(home: ReturnType<typeof openHome>, log: (line: string) => void) {
  await endLeftover(home.cluster, log)
  const binaries = provideBinaries(home.folder)
  await ensureCluster(home, binaries)
  const host = openSocketFolder(home)
  const server = await launch(home, binaries.postgres, postgresArguments(home.cluster, host, port), log)
  return { host, server }
}

/**
 * Starts the PostgreSQL that comes with Watchdesk on the database in `dataDir`, made if there is none. Only its
 * socket is open, to root and its own account. Rejects with a plain sentence: when another Watchdesk runs there,
 * when the database is of another major version or another user, when PostgreSQL does not start.
 * Call it in the main thread: PostgreSQL stops when the thread that started it ends.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  log: (line: string) => void
}): Promise<EmbeddedPostgres> {
  const home = openHome(options.dataDir, options.log)
  const release = takeLock(home.folder)
  try {
    const { host, server } = await startIn(home, options.log)
    const logCheck = setInterval(capLog, logCheckMilliseconds, join(home.folder, 'postgres.log')).unref()
    const died = Promise.withResolvers<Error>()
    let stopping: Promise<void> | undefined
    server.exited.then((reason) => {
      clearInterval(logCheck)
      if (!stopping) died.resolve(new Error(`PostgreSQL ended by itself: ${reason}`))
    })
    const stop = () => {
      stopping ??= stopPostgres(server).finally(() => {
        rmSync(host, { recursive: true, force: true })
        release()
      })
      return stopping
    }
    return { connection: connectTo(host), location: home.folder, stop, died: died.promise }
  } catch (error) {
    release()
    throw error
  }
}
