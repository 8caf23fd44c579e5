import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { UNFINISHED_RESTORE } from '../migrate.ts'
import { KEY_FILE } from '../secret-key.ts'
import { SCHEMAS } from './tables.ts'

const MARK = 'restore-unfinished'

/** An embedded database that a restore did not finish must not be started. */
export function refuseUnfinishedFolder(dataDir: string) {
  if (!existsSync(join(dataDir, MARK))) return
  throw new Error(`The restore into ${dataDir} was not finished: run \`watchdesk restore <file>\` again.`)
}

/** Takes a folder that is empty but for the key put beside it, or what an unfinished restore left of one. Call `release` when all is done. */
export async function claimFolder(dataDir: string): Promise<{ isLeftover: boolean; release(): void }> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const found = readdirSync(dataDir).filter((name) => name !== KEY_FILE)
  const isLeftover = found.includes(MARK)
  if (found.length > 0 && !isLeftover)
    throw new Error(
      `${dataDir} is not empty (${list(found)}). A backup is restored into an empty DATA_DIR: name another, or move this one away.`,
    )
  const mark = join(dataDir, MARK)
  writeFileSync(mark, 'A restore into this folder began and has not ended.\n', { flush: true })
  return { isLeftover, release: () => rmSync(mark) }
}

/** Takes an empty database, or one that holds an unfinished restore, which is removed. */
export async function claimDatabase(client: pg.Client, isLeftover: boolean) {
  const { rows: mark } = await client.query('select to_regclass($1) is not null as is_there', [
    UNFINISHED_RESTORE,
  ])
  if (mark[0].is_there || isLeftover) await emptyDatabase(client)
  else await refuseOccupied(client)
  await client.query(
    `create table if not exists ${UNFINISHED_RESTORE} (began_at timestamptz not null default now())`,
  )
}

async function emptyDatabase(client: pg.Client) {
  const schemas = SCHEMAS.map((schema) => `drop schema if exists ${schema} cascade`)
  await client.query(`${schemas.join('; ')}; drop table if exists public.watchdesk_migrations`)
}

async function refuseOccupied(client: pg.Client) {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      union all select nspname from pg_namespace where nspname = any($1) order by 1`,
    [SCHEMAS],
  )
  const { rows: where } = await client.query<{ name: string }>('select current_database() as name')
  if (rows.length > 0)
    throw new Error(
      `The database ${where[0]?.name} is not empty (${list(rows.map(({ name }) => name))}). A backup is restored into an empty one.`,
    )
}

const list = (names: string[]) => (names.length > 3 ? `${names.slice(0, 3).join(', ')} …` : names.join(', '))
