import { sql } from 'kysely'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { revokeTokensOf } from '../api-tokens/api-token.service.ts'
import { endSessionsOf } from './session.service.ts'

/**
 * A password that is not proven by the one before: whoever was in is out, by tokens of theirs as well, and links that are on their way are void.
 * @returns what of the record changed, for the event
 */
export async function setPassword(
  tx: Tx,
  userId: number,
  username: string,
  hash: string,
): Promise<{ after?: { invited_at: null }; before?: { invited_at: Date } }> {
  await tx.one(sql`select auth.put_credentials(${userId}, ${username}, ${hash})`)
  await endSessionsOf(tx, userId)
  await revokeTokensOf(tx, userId)
  await tx.all(sql`select auth.drop_links(${userId})`)
  const { invited_at } = await tx.one(
    sql<{ invited_at: Date | null }>`select invited_at from users where id = ${userId} for no key update`,
  )
  if (!invited_at) return {}
  await tx.run(
    sql`update users set invited_at = null, version = version + 1, updated_at = app.now() where id = ${userId}`,
  )
  return { after: { invited_at: null }, before: { invited_at } }
}
