import { sql } from 'kysely'
import { conflict } from '../../../platform/errors.ts'
import { lockRow, userId } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { checkHoldsNoMore } from '../rights/rights.giving.ts'
import { userEvents } from './user.events.ts'
import { type UserRow, users } from './user.schema.ts'
import { letGo } from './user.service.ts'

/**
 * For good: who it was leaves their record, and they can sign in no more. What they did stays theirs, under their id.
 * The ledger tells of it without the former names.
 */
export async function anonymiseUser(tx: Tx, id: number, ifMatch?: number) {
  const row = await lockRow<UserRow>(tx, users, id, ifMatch)
  if (id === tx.ctx.actor.id) throw conflict('You cannot anonymise yourself.')
  await checkHoldsNoMore(tx, id)
  if (row.anonymised_at) return
  const username = `anonymised-${id}`
  const names = { username, email: `${username}@anonymised.invalid`, display_name: 'Anonymised person' }
  await tx.run(sql`update users set username = ${names.username}, email = ${names.email}, display_name = ${names.display_name},
    phone = null, mobile_phone = null, is_active = false, anonymised_at = app.now(),
    version = version + 1, updated_at = app.now(), updated_by = ${userId(tx)} where id = ${id}`)
  await tx.all(sql`select auth.drop_credentials(${id}), auth.remove_totp(${id}), auth.drop_links(${id})`)
  await letGo(tx, id)
  tx.record(userEvents.anonymised(id, { ...names, phone: null, mobile_phone: null, is_active: false }))
}
