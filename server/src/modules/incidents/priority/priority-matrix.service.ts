import { sql } from 'kysely'
import { stale, unprocessable } from '../../../platform/errors.ts'
import { difference } from '../../../platform/ledger/ledger.ts'
import { userId } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { type OrganizationRules, readRules } from './priority.queries.ts'
import { priorityMatrixEvents } from './priority-matrix.events.ts'
import { contentOf, DEFAULTS, type PriorityMatrixInput, SETTINGS } from './priority-matrix.schema.ts'

const LEVELS = [1, 2, 3] as const

/** The whole matrix anew; settings that are not named stay. Incidents that exist keep the priority they have. */
export async function replaceMatrix(tx: Tx, { cells, ...settings }: PriorityMatrixInput, ifMatch?: number) {
  const matrix = completeMatrix(cells)
  const { id } = await lockMatrix(tx)
  const old = await readRules(tx)
  if (ifMatch !== undefined && ifMatch !== old.version) throw stale(old.version)
  const rules = { ...old, ...settings, matrix }
  checkBands(rules)
  const changed = difference(contentOf(old), contentOf(rules))
  if (!changed) return old
  const values = SETTINGS.map((name) => sql`${sql.ref(name)} = ${rules[name]}`)
  await tx.run(sql`update priority_matrices set ${sql.join(values)}, version = version + 1, updated_at = app.now(),
    updated_by = ${userId(tx)} where id = ${id}`)
  const rows = cells.map(
    ({ impact, urgency, priority }) =>
      sql`(${tx.ctx.organizationId}::bigint, ${id}::bigint, ${impact}::smallint, ${urgency}::smallint, ${priority}::smallint)`,
  )
  await tx.run(sql`insert into priority_matrix_cells (organization_id, matrix_id, impact, urgency, priority)
    values ${sql.join(rows)} on conflict (organization_id, matrix_id, impact, urgency) do update set priority = excluded.priority`)
  tx.record(priorityMatrixEvents.updated(id, changed.after, changed.before))
  return readRules(tx)
}

/** The organization's row, made when there is none yet, so that two first changes meet on it. */
async function lockMatrix(tx: Tx) {
  const names = sql.join(SETTINGS.map((name) => sql.ref(name)))
  await tx.run(sql`insert into priority_matrices (organization_id, record_type, created_by, ${names})
    values (${tx.ctx.organizationId}, 'incident', ${userId(tx)}, ${sql.join(SETTINGS.map((name) => DEFAULTS[name]))})
    on conflict (organization_id, record_type) do nothing`)
  return tx.one(
    sql<{ id: number }>`select id from priority_matrices where record_type = 'incident' for update`,
  )
}

/** By impact and urgency; 422 that names the cells that are missing or there twice. */
function completeMatrix(cells: PriorityMatrixInput['cells']): number[][] {
  const at = (impact: number, urgency: number) =>
    cells.filter((cell) => cell.impact === impact && cell.urgency === urgency)
  const wrong = LEVELS.flatMap((impact) =>
    LEVELS.flatMap((urgency) => {
      const found = at(impact, urgency).length
      if (found === 1) return []
      const detail = `${found ? 'more than one priority' : 'no priority'} for impact ${impact}, urgency ${urgency}`
      return [{ field: `cells.${impact}.${urgency}`, code: found ? 'duplicate' : 'required', detail }]
    }),
  )
  if (wrong.length > 0) throw unprocessable(`cells: ${wrong.map(({ detail }) => detail).join('; ')}`, wrong)
  return LEVELS.map((impact) => LEVELS.map((urgency) => at(impact, urgency)[0]?.priority ?? 0))
}

function checkBands({ medium_impact_users: medium, high_impact_users: high }: OrganizationRules) {
  if (medium === null || high === null || high > medium) return
  const detail = `must be more than medium_impact_users, ${medium}`
  throw unprocessable(`high_impact_users: ${detail}`, [
    { field: 'high_impact_users', code: 'out_of_range', detail },
  ])
}
