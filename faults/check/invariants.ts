import { setTimeout as sleep } from 'node:timers/promises'
import type { Inspector } from '../stack/cluster.ts'

const SETTLE_MS = 15_000

/** Each answers what is wrong, one row per finding; none may. */
const INVARIANTS: Record<string, string> = {
  'a record without the ledger row of its creation': `
    select kind || ' ' || r.id from (
      select 'incident' as kind, organization_id, id from app.incidents
      union all select 'incident_comment', organization_id, id from app.incident_comments) r
    where not exists (select from app.ledger l where l.organization_id = r.organization_id
      and l.subject_kind = r.kind and l.subject_id = r.id and l.event like '%.created')`,
  'an alert that no ledger row names': `
    select a.id::text from app.alerts a where not exists (select from app.ledger l
      where l.organization_id = a.organization_id and l.subject_kind = 'alert'
        and (l.subject_id = a.id or a.id = any(l.subject_ids)))`,
  'an alert whose first event is missing': `
    select a.id::text from app.alerts a where not exists (
      select from app.alert_events e where e.organization_id = a.organization_id and e.alert_id = a.id)`,
  'a ledger row without its record': `
    select l.id::text from app.ledger l where l.subject_kind = 'incident' and not exists (
      select from app.incidents i where i.organization_id = l.organization_id and i.id = l.subject_id)`,
  'a resolution that differs from its newest ledger row': `
    select i.number from app.incidents i
    where i.status = 'resolved' and i.resolution_notes is distinct from (
      select l.after ->> 'resolution_notes' from app.ledger l where l.organization_id = i.organization_id
        and l.subject_kind = 'incident' and l.subject_id = i.id and l.after ? 'resolution_notes'
      order by l.id desc limit 1)`,
  'a description that differs from its newest ledger row': `
    select i.number from app.incidents i
    where i.description <> coalesce((
      select l.after ->> 'description' from app.ledger l where l.organization_id = i.organization_id
        and l.subject_kind = 'incident' and l.subject_id = i.id and l.after ? 'description'
      order by l.id desc limit 1), '')`,
  'a record that cannot be found by its words': `
    select i.number from app.incidents i where not exists (select from search.documents d
      where d.organization_id = i.organization_id and d.kind = 'incident' and d.record_id = i.id)`,
  'a place in the stream that is missing or taken twice': `
    select organization_id::text from app.ledger_seals group by organization_id
    having min(stream_seq) <> 1 or max(stream_seq) <> count(*) or count(distinct ledger_id) <> count(*)`,
  'a head of the stream that is not its last place': `
    select h.organization_id::text from app.stream_heads h where h.seq <> (
      select max(s.stream_seq) from app.ledger_seals s where s.organization_id = h.organization_id)`,
  'a ledger row without a place in the stream': `
    select l.id::text from app.ledger l where not exists (select from app.ledger_seals s
      where s.organization_id = l.organization_id and s.ledger_id = l.id and s.ledger_at = l.at)`,
  'an alert that expired and was not swept': `
    select id::text from app.alerts where expires_at < now() and workflow <> 'resolved'`,
  'an alert that expired more than once': `
    select alert_id::text from app.alert_events where event = 'expired' group by alert_id having count(*) > 1`,
  'a job that failed for good': `
    select task_identifier || ': ' || last_error from jobs.jobs where attempts >= max_attempts`,
  'a job that is held by nobody who lives': `
    select id::text from jobs.jobs where locked_by is not null and locked_by not in (select id from app.workers)`,
}

/** Once nothing is written any more; what is still on its way gets a while to arrive. */
export async function findBroken({ sql }: Inspector): Promise<string[]> {
  const broken = async () => {
    const found: string[] = []
    for (const [rule, query] of Object.entries(INVARIANTS)) {
      const rows = await sql<Record<string, string>>(query)
      const some = rows.slice(0, 3).map((row) => Object.values(row)[0])
      if (rows.length > 0) found.push(`${rule}: ${rows.length}, such as ${some.join(', ')}`)
    }
    return found
  }
  for (const end = Date.now() + SETTLE_MS; ; await sleep(500)) {
    await sql(`select jobs.add_job('alerts.sweep', job_key => 'settle')`)
    const found = await broken()
    if (found.length === 0 || Date.now() > end) return found
  }
}
