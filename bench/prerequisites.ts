import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

/** Where Debian keeps PostgreSQL's programs that are not on the path. */
const MORE_FOLDERS = [
  '/usr/lib/postgresql/18/bin',
  '/usr/lib/postgresql/17/bin',
  '/usr/lib/postgresql/16/bin',
]

function find(program: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(':'), ...MORE_FOLDERS, '/usr/lib/postgresql/15/bin']
  for (const folder of folders) {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return join(folder, program)
    } catch {
      // Not here.
    }
  }
  return null
}

export interface Tools {
  wrk: string
  /** null: the statements go through plain `pg`. */
  pgbench: string | null
  alertmanager: string | null
}

/** Throws one message that names everything that is missing and cannot be done without. */
export function findTools(say: (line: string) => void): Tools {
  const wrk = find('wrk')
  if (!wrk)
    throw new Error('The bench needs wrk, which makes the load: apt-get install wrk postgresql-contrib')
  const pgbench = find('pgbench')
  if (!pgbench)
    say('pgbench is missing (Debian: postgresql-15 or postgresql-contrib): plain pg stands in for it')
  const alertmanager = find('prometheus-alertmanager')
  if (!alertmanager) say('prometheus-alertmanager is missing (Debian: prometheus-alertmanager): no peer')
  return { wrk, pgbench, alertmanager }
}
