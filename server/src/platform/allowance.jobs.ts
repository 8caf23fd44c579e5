import { sql } from 'kysely'
import { systemContext } from './context.ts'
import type { JobTools } from './module.ts'

/** Every hour: a window that is over is as good as none. */
export async function forgetAllowances({ door }: JobTools) {
  await door.write(systemContext(0, 'allowances'), (tx) => tx.all(sql`select auth.forget_allowances()`))
}
