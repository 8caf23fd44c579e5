import type { Inspector } from '../stack/cluster.ts'

/** Where each kind of write leaves its key; a change of a record counts by its row in the ledger. */
const EFFECTS: Record<string, string> = {
  incident: 'select title as key from app.incidents where title like $1',
  comment: 'select body as key from app.incident_comments where body like $1',
  alert: 'select dedup_key as key from app.alerts where dedup_key like $1',
  description: changed('incident', 'description'),
  resolution: changed('incident', 'resolution_notes'),
  name: changed('user', 'display_name'),
}

function changed(kind: string, field: string) {
  return `select after ->> '${field}' as key from app.ledger
    where subject_kind = '${kind}' and event <> '${kind}.created' and after ->> '${field}' like $1`
}

/** How often each key of a run is in the database. */
export async function countEffects({ sql }: Inspector, run: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const query of Object.values(EFFECTS)) {
    for (const { key } of await sql<{ key: string }>(query, [`${run}-%`]))
      counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
