import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const codegen = fileURLToPath(import.meta.resolve('kysely-codegen')).replace(/index.js$/, 'cli/bin.js')
const mapping = JSON.stringify({ int8: 'number', xid8: 'string', inet: 'string' })
const OPTIONS = [
  ...['--dialect', 'postgres', '--default-schema', 'app', '--include-pattern', 'app.*'],
  ...['--type-mapping', mapping],
]

export interface DatabasePlace {
  host?: string
  port?: number
  user?: string
  password?: string
  database?: string
}

/** Writes the types of a migrated database's tables into a file. */
export function writeDatabaseTypes({ host, port, user, password, database }: DatabasePlace, file: string) {
  const login = password ? `${user}:${password}` : user
  const url = `postgres://${login}@${encodeURIComponent(host ?? '')}:${port ?? 5432}/${database}`
  const made = spawnSync(process.execPath, [codegen, ...OPTIONS, '--url', url, '--out-file', file], {
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(made.stdout + made.stderr)
}
