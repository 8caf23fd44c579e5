import { sql } from 'kysely'
import type { JobTools } from './module.ts'
import { forEachTenant } from './tenants.ts'

const HOURS_KEPT = 24
const BATCH = 1000

/** Every hour: nobody repeats a call after a day. */
export const forgetAnswers = ({ door }: JobTools) =>
  forEachTenant(door, async (ctx) => {
    const forget = sql`delete from idempotency_keys where (id, step) in (select id, step from idempotency_keys
      where created_at < (select app.now()) - make_interval(hours => ${HOURS_KEPT}) limit ${BATCH})`
    while ((await door.write(ctx, (tx) => tx.run(forget))) === BATCH);
  })
