import { sql } from 'kysely'
import { unknownReference } from '../../../platform/errors.ts'
import { lockRow, presentRow, userId as stampId } from '../../../platform/resource/rows.ts'
import type { ReadTx, Tx } from '../../../platform/unit-of-work.ts'
import { teamEvents } from './team.events.ts'
import { teams } from './team.schema.ts'

export async function isTeamMember(tx: ReadTx, teamId: number, userId: number): Promise<boolean> {
  const row = await tx.maybe(sql`select from team_members where team_id = ${teamId} and user_id = ${userId}`)
  return row !== undefined
}

/** @param role null takes the member out */
export async function changeMembers(
  tx: Tx,
  teamId: number,
  userId: number,
  role: string | null,
  ifMatch: number | undefined,
) {
  const team = await lockRow(tx, teams, teamId, ifMatch)
  const user = await tx.maybe(
    sql<{ display_name: string }>`select display_name from users where id = ${userId} and deleted_at is null`,
  )
  if (!user) throw unknownReference('user_id')
  const before = await tx.maybe(
    sql<{ role: string }>`select role from team_members where team_id = ${teamId} and user_id = ${userId}`,
  )
  if (before?.role !== (role ?? undefined)) {
    await tx.run(
      role === null
        ? sql`delete from team_members where team_id = ${teamId} and user_id = ${userId}`
        : sql`insert into team_members (organization_id, team_id, user_id, role) values (${tx.ctx.organizationId}, ${teamId}, ${userId}, ${role})
          on conflict (organization_id, team_id, user_id) do update set role = excluded.role`,
    )
    await tx.run(
      sql`update teams set version = version + 1, updated_at = app.now(), updated_by = ${stampId(tx)} where id = ${team.id}`,
    )
    const tell = role === null ? teamEvents.member_removed : teamEvents.member_added
    const who = { user_id: userId, member: user.display_name }
    tx.record(tell(teamId, { ...who, role }, { ...who, role: before?.role ?? null }))
  }
  return presentRow(tx, teams, teamId)
}
