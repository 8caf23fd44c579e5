import { sql } from 'kysely'
import type { ReadTx } from '../../../platform/unit-of-work.ts'

export async function isTeamMember(tx: ReadTx, teamId: number, userId: number): Promise<boolean> {
  const row = await tx.maybe(sql`select from team_members where team_id = ${teamId} and user_id = ${userId}`)
  return row !== undefined
}
