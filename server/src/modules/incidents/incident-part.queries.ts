import { sql } from 'kysely'
import { type Context, can } from '../../platform/context.ts'
import { unknownReference } from '../../platform/errors.ts'
import type { Predicate } from '../../platform/list/filters.ts'
import type { Lookup } from '../../platform/list/list.ts'
import { getRows } from '../../platform/resource/rows.ts'
import type { ReadTx } from '../../platform/unit-of-work.ts'
import { ofVisibleIncidents } from './incident.permissions.ts'
import { incidents } from './incident.schema.ts'

// What hangs on an incident (`t.incident_id`) is seen by those who see the incident.

/** Of visible incidents, and of those with a visibility the internal ones for the staff only. */
export function publicOrInternal(ctx: Context, lookup?: Lookup): Predicate {
  const within = ofVisibleIncidents(ctx, lookup)
  return can(ctx, 'incidents.read_internal') ? within : sql<boolean>`${within} and t.visibility = 'public'`
}

/** For a body that names its incident: 422 when the caller sees none of that id. */
export async function checkIncidentSeen(tx: ReadTx, incidentId: number) {
  const [incident] = await getRows(tx, incidents, [incidentId])
  if (!incident) throw unknownReference('incident_id')
}
