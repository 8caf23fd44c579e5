import { sql } from 'kysely'
import type { JobTools } from '../../../platform/module.ts'
import { NOBODY } from './session.service.ts'

/** Forgotten failures, challenges and links that are over. */
export async function sweepAuth({ door }: JobTools) {
  await door.write(NOBODY, (tx) => tx.all(sql`select auth.sweep()`))
}
