import { sql } from 'kysely'
import type { ReadTx } from '../../../platform/unit-of-work.ts'

interface Named {
  id: number
  name: string
}

/** The team that this one's work goes to when it is too much; only one that works. */
export const nextTierOf = (tx: ReadTx, teamId: number) =>
  tx.maybe(sql<Named>`select n.id, n.name from teams t
    join teams n on n.organization_id = t.organization_id and n.id = t.escalation_team_id
    where t.id = ${teamId} and n.is_active and n.deleted_at is null`)

interface Chain {
  team_id: number | null
  assignee_id: number | null
  /** Whom an earlier escalation has called. */
  called_id: number | null
}

/**
 * Who answers for the work, nearest first: above whom was called already; else the team's manager, the assignee's, a lead
 * of the team. Neither who works on it nor who was called before.
 */
export function managerFor(tx: ReadTx, { team_id, assignee_id, called_id }: Chain) {
  const ranked = called_id
    ? sql`select manager_id as id, 1 as rank from users where id = ${called_id}`
    : sql`select manager_id as id, 1 as rank from teams where id = ${team_id}::bigint
        union all select manager_id, 2 from users where id = ${assignee_id}::bigint
        union all (select user_id, 3 from team_members where team_id = ${team_id}::bigint and role = 'lead')`
  return tx.maybe(sql<Named>`select u.id, u.display_name as name from (${ranked}) r join users u on u.id = r.id
    where u.is_active and u.deleted_at is null and u.id is distinct from ${assignee_id}::bigint
      and u.id is distinct from ${called_id}::bigint
    order by r.rank, u.id limit 1`)
}
