import { existsSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { findRunningPostgres, startEmbeddedPostgres } from '../src/app/embedded/index.ts'
import { migrate } from '../src/app/migrate.ts'

/** Where the tests' databases live: one cluster a run, a migrated template that each server under test clones. */
export interface TestCluster {
  /** May create databases and look past row-level security, to check what the product did. */
  superuser: { connectionString?: string; host?: string; port?: number; user?: string; database?: string }
  /** What the product itself connects as: no superuser. */
  login: { host: string; port: number; user: string; password: string }
  template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: TestCluster
  }
}

const LOGIN = 'watchdesk_test'
const PREFIX = 'watchdesk-test-'

export default async function startCluster(project: TestProject) {
  const cluster = process.env.DATABASE_URL ? external(process.env.DATABASE_URL) : await embedded()
  const template = `watchdesk_template_${process.pid}`
  const superuser = new pg.Client(cluster.superuser)
  // PostgreSQL may end before us, and its farewell must not cut the cleaning up short.
  superuser.on('error', () => {})
  await superuser.connect()
  const version = (await superuser.query('show server_version')).rows[0].server_version
  console.log(`Server tests on PostgreSQL ${version}`)
  await superuser.query(`do $$ begin create role ${LOGIN} login createrole password '${LOGIN}';
    exception when duplicate_object then null; end $$`)
  await superuser.query(`create database ${template} owner ${LOGIN}`)
  const login = { ...cluster.login, user: LOGIN, password: LOGIN }
  await migrate({ ...login, database: template })
  project.provide('cluster', { superuser: cluster.superuser, login, template })
  return async () => {
    await cluster.clear(superuser, template)
    await superuser.end()
    await cluster.stop()
  }
}

/** Leaves somebody else's cluster as it was. */
async function dropDatabases(superuser: pg.Client, template: string) {
  const named = await superuser.query('select datname from pg_database where datname like $1', [
    `${template}%`,
  ])
  for (const { datname } of named.rows)
    await superuser.query(`drop database if exists ${datname} with (force)`)
}

function external(url: string) {
  const { hostname, port } = new URL(url)
  const host = decodeURIComponent(hostname) || '127.0.0.1'
  const login = { host: host.startsWith('/') ? '127.0.0.1' : host, port: Number(port || 5432) }
  return { superuser: { connectionString: url }, login, clear: dropDatabases, stop: async () => {} }
}

async function embedded() {
  const dataDir = await mkdtemp(join(placeForCluster(), PREFIX))
  // PostgreSQL's account may pass where root runs the tests, so that the cluster lies in here and nowhere else.
  await chmod(dataDir, 0o711)
  const server = await startEmbeddedPostgres({ dataDir, log: () => {} })
  const { connection } = server
  const stop = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  process.once('exit', () => removeAtOnce([dataDir, connection.host]))
  const login = { host: connection.host, port: connection.port }
  // Its folder goes, and its databases with it.
  return { superuser: connection, login, clear: async () => {}, stop }
}

const MEMORY = '/dev/shm'
/** The whole run writes less than half of it. */
const PLENTY = 12 * 1024 ** 3

/** In memory where there is plenty: nothing that tests write has to last, and a disk makes them a sixth slower. */
function placeForCluster() {
  if (!existsSync(MEMORY)) return tmpdir()
  removeLeftovers(MEMORY)
  const { bavail, bsize } = statfsSync(MEMORY)
  return Math.min(process.availableMemory(), bavail * bsize) < PLENTY ? tmpdir() : MEMORY
}

/** Of runs that were killed, which could clean up nothing: memory is too dear for them. A run that begins is given an hour. */
function removeLeftovers(place: string) {
  for (const name of readdirSync(place).filter((name) => name.startsWith(PREFIX))) {
    const folder = join(place, name)
    try {
      const isYoung = Date.now() - statSync(folder).mtimeMs < 3_600_000
      if (!isYoung && !findRunningPostgres(folder)) removeAtOnce([folder])
    } catch {
      // Somebody else's, or just gone.
    }
  }
}

/** An interrupted run, which never comes to `stop`, leaves nothing behind either; PostgreSQL ends with us. */
function removeAtOnce(folders: string[]) {
  for (const folder of folders)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}
