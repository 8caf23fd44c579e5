import { sql } from 'kysely'
import { conflict } from '../../../platform/errors.ts'
import { lockRow } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { visibleIncidents } from '../incident.permissions.ts'
import { incidents, type StoredIncident } from '../incident.schema.ts'
import { insertIncident } from '../incident.service.ts'
import { insertLink } from '../links/incident-link.service.ts'
import { followUpEvents } from './follow-up.events.ts'

interface FollowUp {
  title?: string
  description?: string
}

/**
 * A new incident for what came back after closing, with the closed one's fields and linked to it. While one of its
 * follow-ups is open, that is the one.
 * @returns the follow-up, and whether it is new
 */
export async function followUpIncident(
  tx: Tx,
  id: number,
  { title, description }: FollowUp,
  ifMatch?: number,
) {
  const closed = await lockRow<StoredIncident>(tx, incidents, id, ifMatch)
  if (closed.status !== 'closed')
    throw conflict(`A follow-up is for closed incidents; ${closed.number} is ${closed.status}.`)
  const open = await findOpenFollowUp(tx, id)
  if (open) return { id: open.id, isNew: false }
  const { impact, urgency, requester_id, team_id, client_id, site_id, configuration_item_id } = closed
  const followUp = await insertIncident(tx, {
    title: title ?? closed.title,
    description: description ?? closed.description,
    impact,
    urgency,
    requester_id,
    team_id,
    client_id,
    site_id,
    configuration_item_id,
  })
  await insertLink(tx, { incident_id: followUp, type: 'follow_up_of', linked_incident_id: id })
  tx.record(followUpEvents.followed_up(id, { follow_up_id: followUp }))
  return { id: followUp, isNew: true }
}

const findOpenFollowUp = (tx: Tx, id: number) =>
  tx.maybe(sql<{ id: number }>`select t.id from incidents t
    join incident_links l on l.organization_id = t.organization_id and l.incident_id = t.id
    where l.linked_incident_id = ${id} and l.type = 'follow_up_of' and l.deleted_at is null
      and t.status_category in ('new', 'active', 'hold') and t.deleted_at is null
      and ${visibleIncidents(tx.ctx) ?? sql<boolean>`true`} order by t.id limit 1`)
