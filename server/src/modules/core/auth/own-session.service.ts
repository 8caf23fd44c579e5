import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { Id, Nullable, Timestamp } from '../../../platform/http/schema.ts'
import type { ReadTx, Tx } from '../../../platform/unit-of-work.ts'
import { sessionEvents } from './session.events.ts'
import { endSessionsOf } from './session.service.ts'

export const OwnSession = Type.Object({
  id: Id,
  created_at: Timestamp,
  last_used_at: Type.Unsafe<Date | string>({
    type: 'string',
    format: 'date-time',
    description: 'When its tokens were last renewed, which happens every 15 minutes while it is used',
  }),
  user_agent: Nullable(Type.String()),
  address: Nullable(Type.String()),
  is_current: Type.Boolean({ description: 'The one that asks' }),
})

/** Of whoever asks; the one used last comes first. */
export async function listSessions({ ctx, all }: ReadTx): Promise<Static<typeof OwnSession>[]> {
  const rows = await all(
    sql<Omit<Static<typeof OwnSession>, 'is_current'>>`select * from auth.list_sessions(${ctx.actor.id})`,
  )
  return rows.map((row) => ({ ...row, is_current: row.id === ctx.sessionId }))
}

/** @returns whether it was one of theirs, and not over */
export async function endSession(tx: Tx, userId: number, sessionId: number) {
  const ended = await tx.all(sql<{ id: number }>`select auth.end_session(${sessionId}, ${userId}) as id`)
  return tellEnd(tx, userId, ended)
}

/** @returns whether there were any */
export const endSessions = async (tx: Tx, userId: number, besides?: number) =>
  tellEnd(tx, userId, await endSessionsOf(tx, userId, besides))

async function tellEnd(tx: Tx, userId: number, ended: readonly { id: number }[]) {
  if (ended.length === 0) return false
  const { name } = await tx.one(
    sql<{ name: string }>`select display_name as name from users where id = ${userId}`,
  )
  const ids = ended.map(({ id }) => id)
  tx.record(sessionEvents.ended(ids, { user_id: userId, user: name }))
  return true
}
