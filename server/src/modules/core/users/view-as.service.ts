import { sql } from 'kysely'
import type { Context } from '../../../platform/context.ts'
import { conflict, Problem } from '../../../platform/errors.ts'
import type { App } from '../../../platform/http/app.ts'
import { lockRow } from '../../../platform/resource/rows.ts'
import { checkHoldsNoMore } from '../rights/rights.giving.ts'
import { readMe } from './me.queries.ts'
import { userEvents } from './user.events.ts'
import { type UserRow, users } from './user.schema.ts'

/** Lets somebody see the product as one of its people who holds no more than they do. @param of the version that they saw */
export async function viewAs({ door, auth }: App, ctx: Context, personId: number, of: number | undefined) {
  const { id: userId, sessionId } = await door.write(ctx, async (tx) => {
    const { id, is_active } = await lockRow<UserRow>(tx, users, personId, of)
    if (ctx.actor.home)
      throw new Problem(403, 'forbidden', 'A visitor of this organization looks as nobody else.')
    if (ctx.actor.id === id) throw conflict('This is how you see it already.')
    if (!is_active) throw conflict('They are not active: there is nothing that they see.')
    await checkHoldsNoMore(tx, id)
    const opened = await tx.one(sql<{ id: number }>`select auth.open_view(${id}, ${ctx.sessionId}) as id`)
    tx.record(userEvents.viewed_as(id, { session_id: opened.id }))
    return { id, sessionId: opened.id }
  })
  const session = { sessionId, userId, organizationId: ctx.organizationId }
  const { permissions, isSuperuser } = await auth.principals.load({ ...session, expiresAt: 0 })
  const access = await auth.tokens.issueAccess({ ...session, isSuperuser })
  return { access, user: await readMe(door, ctx.organizationId, userId, permissions) }
}
