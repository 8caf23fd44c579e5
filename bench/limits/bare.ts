// The least that can answer these requests: Fastify, `pg`, one statement a request, nobody signed in, nothing checked.
// node limits/bare.ts <url of the database> <organization> <person> <integration>; says where it listens.
import Fastify from 'fastify'
import pg from 'pg'

const [connectionString, organization, person, integration] = process.argv.slice(2)
const pool = new pg.Pool({
  connectionString: connectionString ?? '',
  max: 16,
  // Row-level security holds for the tables' owner as well.
  options: `-c search_path=app,public -c timezone=UTC -c app.organization_id=${organization}`,
})
const app = Fastify({ logger: false, bodyLimit: 10 * 1024 * 1024 })

type Body = Record<string, unknown>
const run = async (name: string, text: string, values: unknown[]) =>
  (await pool.query({ name, text, values })).rows
const idOf = (request: { params: unknown }) => (request.params as { id: string }).id

const LEDGER = `insert into ledger (organization_id, actor_kind, actor_id, actor_name, event, subject_kind, subject_id, after)
  select organization_id, 'user', $1::bigint, 'admin', $2::text, 'incident', id, $3::jsonb from t`
const LIST = `select id, number, title, status, status_category, priority, impact, urgency, channel, requester_id, assignee_id,
  team_id, client_id, escalation_level, resolved_at, version, created_at, updated_at from incidents
  where organization_id = ${organization} and status_category = $1 and deleted_at is null
  order by updated_at desc, id desc limit 25`

app.get('/incidents/:id', async (request, reply) => {
  const [row] = await run(
    'read',
    `select * from incidents where organization_id = ${organization} and id = $1`,
    [idOf(request)],
  )
  return row ?? reply.code(404).send({})
})
app.get('/incidents', async (request) => {
  const { status_category, count } = request.query as Record<string, string>
  const rows = run('list', LIST, [status_category])
  if (!count) return { results: await rows }
  const [counted] = await run(
    'count',
    `select count(*) from (select from incidents where organization_id = ${organization} and status_category = $1
      and deleted_at is null limit 10001) s`,
    [status_category],
  )
  return { count: counted.count, results: await rows }
})
app.post('/incidents', async (request, reply) => {
  const { title, description, impact, urgency } = request.body as Body
  const [row] = await run(
    'create',
    `with n as (insert into counters (organization_id, kind, last) values (${organization}, 'INC', 1)
        on conflict (organization_id, kind) do update set last = counters.last + 1 returning last),
      t as (insert into incidents (organization_id, number, title, description, status, status_category, impact, urgency,
          effective_impact, effective_urgency, priority, requester_id, created_by, updated_by)
        select ${organization}, 'INC-' || last, $4::text, $5::text, 'new', 'new', $6::smallint, $7::smallint, $6::smallint, $7::smallint, 3, $1, $1, $1 from n returning *),
      l as (${LEDGER})
      select * from t`,
    [person, 'incident.created', JSON.stringify(request.body), title, description, impact, urgency],
  )
  return reply.code(201).send(row)
})
app.post('/incidents/:id/assign', async (request) => {
  const [row] = await run(
    'assign',
    `with t as (update incidents set assignee_id = $4, reassignment_count = reassignment_count + 1,
          status = case status when 'new' then 'in_progress' else status end,
          status_category = case status when 'new' then 'active' else status_category end,
          version = version + 1, updated_at = now(), updated_by = $1::bigint
        where organization_id = ${organization} and id = $5 returning *),
      l as (${LEDGER})
      select * from t`,
    [
      person,
      'incident.assigned',
      JSON.stringify(request.body),
      (request.body as Body).assignee_id,
      idOf(request),
    ],
  )
  return row
})
app.post('/incidents/:id/comments', async (request) => {
  const [row] = await run(
    'comment',
    `with t as (select organization_id, id from incidents where organization_id = ${organization} and id = $5 for update),
      c as (insert into incident_comments (organization_id, incident_id, visibility, body, created_by, updated_by)
        select organization_id, id, 'public', $4, $1::bigint, $1::bigint from t returning *),
      l as (${LEDGER})
      select * from c`,
    [person, 'incident.commented', JSON.stringify(request.body), (request.body as Body).body, idOf(request)],
  )
  return row
})
app.post('/alerts', async (request) => {
  const merged = new Map<
    string,
    { key: string; title: string; labels: Body; annotations: Body; heard: number }
  >()
  for (const { labels, annotations } of request.body as { labels: Body; annotations: Body }[]) {
    const key = JSON.stringify(labels)
    const known = merged.get(key)
    if (known) known.heard++
    else merged.set(key, { key, title: String(annotations.summary), labels, annotations, heard: 1 })
  }
  const rows = [...merged.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  await run(
    'alerts',
    `with a as (insert into alerts (organization_id, integration_id, dedup_key, title, severity, condition, workflow, labels,
          annotations, starts_at, latest_starts_at, last_seen_at, occurrence_count)
        select ${organization}, ${integration}, key, title, 'critical', 'firing', 'open', labels, annotations, now(), now(), now(), heard
        from jsonb_to_recordset($1::jsonb) as r(key text, title text, labels jsonb, annotations jsonb, heard bigint)
        on conflict (organization_id, integration_id, dedup_key) where workflow <> 'resolved'
        do update set occurrence_count = alerts.occurrence_count + excluded.occurrence_count, last_seen_at = now()
        returning organization_id, id, occurrence_count),
      fresh as (select organization_id, array_agg(id) as ids from a where occurrence_count = 1 group by 1)
      insert into ledger (organization_id, actor_kind, actor_name, event, subject_kind, subject_ids)
      select organization_id, 'integration', 'bare', 'alert.ingested', 'alert', ids from fresh`,
    [JSON.stringify(rows)],
  )
  return {}
})

console.log(`Listening at ${await app.listen({ host: '127.0.0.1', port: 0 })}`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0))
