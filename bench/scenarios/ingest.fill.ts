import { type Call, filled } from '../load/call.ts'
import { apiOf } from '../product.ts'
import type { SourceKey, Stage } from '../stage.ts'

const AT_ONCE = 10

/** Makes every alert that will repeat itself known, to the product and to those it is compared with. */
export async function fillSources(targets: { url: string; call: Call }[]) {
  for (const { url, call } of targets) {
    const send = apiOf(url)
    const [first, last] = call.holes.block as [number, number]
    // Where requests carry one alert each, a hundred of them are sent as one.
    const perRequest = Math.ceil(100 / (call.batch ?? 1))
    const bodies: string[] = []
    for (let block = first; block <= last; block += perRequest) {
      const blocks = Array.from({ length: Math.min(perRequest, last - block + 1) }, (_, at) => block + at)
      const items = blocks.map((one) => (filled(call, { block: one }).body ?? '').slice(1, -1))
      bodies.push(`[${items.join(',')}]`)
    }
    for (let from = 0; from < bodies.length; from += AT_ONCE)
      await Promise.all(bodies.slice(from, from + AT_ONCE).map((body) => send('POST', call.path, body)))
  }
}

/** The same alerts again for the replayed statements, with ids and keys that are worked out from the device's name. */
export async function copyForReplay({ sql }: Stage, ours: SourceKey, replayed: SourceKey, startsAt: Date) {
  const columns = await sql<{ column_name: string }>(
    `select column_name from information_schema.columns
     where table_schema = 'app' and table_name = 'alerts' and is_generated = 'NEVER'`,
  )
  const names = columns.map(({ column_name }) => column_name)
  const changed: Record<string, string> = {
    id: `('1' || substr(labels ->> 'device', 4))::bigint`,
    integration_id: String(replayed.id),
    dedup_key: `'key1' || substr(labels ->> 'device', 4)`,
    starts_at: `'${startsAt.toISOString()}'`,
    latest_starts_at: `'${startsAt.toISOString()}'`,
  }
  await sql(`insert into alerts (${names.join(', ')}) overriding system value
    select ${names.map((name) => changed[name] ?? name).join(', ')} from alerts where integration_id = ${ours.id}`)
  await sql('analyze alerts')
}
