import pg from 'pg'
import type { DatabaseAddress } from '../../platform/database.ts'
import { SESSION } from './tables.ts'

/** The role that an external database's administrator makes for backups: it may look past row-level security. */
const BACKUP_ROLE = 'app_backup'

const WHAT_TO_RUN = `Its administrator runs this once:
  create role ${BACKUP_ROLE} nologin bypassrls;
  grant pg_read_all_data to ${BACKUP_ROLE};
  grant ${BACKUP_ROLE} to <the user of DATABASE_URL>;`

/** A connection that row-level security keeps nothing from. Throws where there is no such right, rather than read less. */
export async function connectUnfiltered(address: DatabaseAddress): Promise<pg.Client> {
  const client = new pg.Client({ ...address, application_name: 'watchdesk backup', options: SESSION })
  client.on('error', () => {})
  await client.connect()
  try {
    await becomeUnfiltered(client)
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}

async function becomeUnfiltered(client: pg.Client) {
  const { rows } = await client.query<{ who: string; sees: boolean; may: boolean }>(
    `select current_user as who, bool_or(rolname = current_user and (rolsuper or rolbypassrls)) as sees,
      coalesce(bool_or(rolname = $1 and rolbypassrls and pg_has_role(oid, 'member')), false) as may from pg_roles`,
    [BACKUP_ROLE],
  )
  const role = rows[0]
  if (role?.sees) return
  if (!role?.may)
    throw new Error(
      `The database user ${role?.who} reads through row-level security, so its backup would be empty. ${WHAT_TO_RUN}`,
    )
  await client.query(`set role ${BACKUP_ROLE}`)
}
