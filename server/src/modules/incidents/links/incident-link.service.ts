import { sql } from 'kysely'
import { can } from '../../../platform/context.ts'
import { conflict, missingFields, unknownReference, unprocessable } from '../../../platform/errors.ts'
import type { Stamped } from '../../../platform/resource/resource.ts'
import { deleteRow, insertRow } from '../../../platform/resource/rows.ts'
import type { ReadTx, Tx } from '../../../platform/unit-of-work.ts'
import { visibleIncidents } from '../incident.permissions.ts'
import type { StoredIncident } from '../incident.schema.ts'
import { linkEvents } from './incident-link.events.ts'
import { incidentLinks, LINK_TYPES, type LinkInput, type LinkType } from './incident-link.schema.ts'

type Outside = { type: LinkType; change_reference: string } | { type: LinkType; problem_reference: string }
const TARGETS = ['linked_incident_id', 'change_reference', 'problem_reference'] as const
/** These say something of the order of incidents, in which none comes before itself. */
const DIRECTED: LinkType[] = ['caused_by', 'duplicate_of', 'follow_up_of']

/** @returns the new link's id */
export async function createLink(tx: Tx, input: LinkInput): Promise<number> {
  const type = input.type.toLowerCase() as LinkType
  const ends = await lockEnds(tx, [input.incident_id, input.linked_incident_id])
  for (const field of ['incident_id', 'linked_incident_id'] as const)
    if (input[field] && !ends.some(({ id }) => id === input[field])) throw unknownReference(field)
  checkMayLink(tx, ends.find(({ id }) => id === input.incident_id) as StoredIncident)
  checkTarget(type, input)
  return insertLink(tx, { ...input, type })
}

/** Both in one order, so that two who link them across wait for one another. */
const lockEnds = (tx: Tx, ids: (number | null | undefined)[]) =>
  tx.all(sql<StoredIncident>`select t.* from incidents t where t.id = any(${ids.filter(Boolean)}::bigint[])
    and t.deleted_at is null and ${visibleIncidents(tx.ctx) ?? sql<boolean>`true`} order by t.id for update of t`)

function checkMayLink({ ctx }: ReadTx, { status, number }: StoredIncident) {
  if (!['closed', 'cancelled'].includes(status) || can(ctx, 'incidents.amend')) return
  throw conflict(`${number} is ${status}; its links are final, except for who has incidents.amend.`)
}

function checkTarget(type: LinkType, input: LinkInput) {
  const given = TARGETS.filter((field) => (input[field] ?? null) !== null)
  if (given.length === 0) throw missingFields([...LINK_TYPES[type]])
  const wrong = given.length > 1 ? given : given.filter((field) => !isTarget(type, field))
  if (wrong.length === 0) return
  const detail =
    given.length > 1 ? 'a link has one target' : `${type} takes ${LINK_TYPES[type].join(' or ')} only`
  throw unprocessable(
    `${wrong.join(', ')}: ${detail}`,
    wrong.map((field) => ({ field, code: 'not_possible', detail })),
  )
}

const isTarget = (type: LinkType, field: string) => (LINK_TYPES[type] as readonly string[]).includes(field)

/** Links two locked incidents, or one to what lies outside. @param field what a refusal names */
export async function insertLink(tx: Tx, link: LinkInput & { type: LinkType }, field = 'linked_incident_id') {
  const { incident_id, type, linked_incident_id = null } = link
  if (linked_incident_id !== null) await checkOrder(tx, incident_id, type, linked_incident_id, field)
  if (await findLink(tx, link)) throw refusal(field, 'they are linked so already')
  const id = await insertRow(tx, incidentLinks, link)
  const { incident_id: _, note: __, ...what } = link
  tx.record(linkEvents.linked(incident_id, { link_id: id, ...what }))
  return id
}

/** Notes the change or problem that an incident waits for, unless it is known. */
export async function linkOutside(tx: Tx, incident_id: number, outside: Outside) {
  const link = { incident_id, ...outside }
  if (!(await findLink(tx, link))) await insertLink(tx, link)
}

const findLink = (tx: Tx, link: LinkInput) =>
  tx.maybe(sql`select from incident_links where incident_id = ${link.incident_id} and type = ${link.type}
    and linked_incident_id is not distinct from ${link.linked_incident_id ?? null}::bigint
    and change_reference is not distinct from ${link.change_reference ?? null}::text
    and problem_reference is not distinct from ${link.problem_reference ?? null}::text and deleted_at is null`)

async function checkOrder(tx: Tx, from: number, type: LinkType, to: number, field: string) {
  if (from === to) throw refusal(field, 'an incident cannot be linked to itself')
  if (!DIRECTED.includes(type)) return
  const circle = await tx.maybe(sql`with recursive way (id) as (
      select ${to}::bigint
      union select l.linked_incident_id from way join incident_links l on l.incident_id = way.id
        where l.type = ${type} and l.linked_incident_id is not null and l.deleted_at is null)
    select from way where id = ${from}`)
  if (circle)
    throw refusal(field, `that one is ${type.replaceAll('_', ' ')} this one already, directly or by others`)
}

const refusal = (field: string, detail: string) =>
  unprocessable(`${field}: ${detail}`, [{ field, code: 'not_possible', detail }])

export async function deleteLink(tx: Tx, row: Stamped) {
  const { id, incident_id, type } = row as Stamped & { incident_id: number; type: string }
  const [incident] = await lockEnds(tx, [incident_id])
  if (incident) checkMayLink(tx, incident)
  await deleteRow(tx, incidentLinks, row)
  tx.record(linkEvents.unlinked(incident_id, { link_id: id, type }))
}
