import type pg from 'pg'
import type { Manifest } from './archive.format.ts'

export async function setSequences(client: pg.Client, sequences: Manifest['sequences']) {
  for (const { name, last_value, is_called } of sequences)
    await client.query('select setval($1::text::regclass, $2, $3)', [name, last_value, is_called])
}

/**
 * What was true in the old cluster and is not here.
 * The stream: rows were loaded with transaction 0, and those that had no place in it yet get this transaction's, so that
 * the relay goes on behind the last sealed one. The epoch is a time as well as a count: of two restores of one archive
 * neither must take the cursors of the other.
 */
const AFTERMATH = [
  `update app.ledger l set xid = pg_current_xact_id()
    where not exists (select from app.ledger_seals s where s.organization_id = l.organization_id and s.ledger_id = l.id)`,
  `update app.stream_state set last_xid = '0', last_id = (select coalesce(max(id), 0) from app.ledger),
    epoch = greatest(epoch + 1, extract(epoch from clock_timestamp() - timestamptz '2020-01-01 00:00:00Z')::integer)`,
  // In the chain itself: what was signed behind this place has not been cut off, the backup did not have it.
  `insert into app.ledger (organization_id, xid, actor_kind, actor_name, event, subject_kind, subject_id, after)
    select organization_id, pg_current_xact_id(), 'system', 'restore', 'ledger.restored', 'ledger', epoch,
      jsonb_build_object('sequence', seq) from app.stream_heads, app.stream_state`,
  // Signed out: a session that was ended after the backup must not come to life again.
  'update auth.sessions set ended_at = clock_timestamp() where ended_at is null',
]

/** No worker of the old cluster holds these any more. */
const FREE_JOBS = [
  'update jobs._private_jobs set locked_at = null, locked_by = null where locked_at is not null',
  'update jobs._private_job_queues set locked_at = null, locked_by = null where locked_at is not null',
]

/**
 * The copy is an installation of its own: beside the original on one Redis neither must hear the other.
 * For after the later migrations, which may have brought the column.
 */
export const becomeAnother = (client: pg.Client) =>
  client.query('update app.stream_state set installation = default')

/** @returns the epoch that cursors now speak of */
export async function settle(client: pg.Client, hasWorkerSchema: boolean): Promise<number> {
  for (const statement of [...AFTERMATH, ...(hasWorkerSchema ? FREE_JOBS : [])]) await client.query(statement)
  const { rows } = await client.query<{ epoch: number }>('select epoch from app.stream_state')
  return rows[0]?.epoch ?? 0
}
