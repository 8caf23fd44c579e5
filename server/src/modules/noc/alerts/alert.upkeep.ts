import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Context, systemContext } from '../../../platform/context.ts'
import type { App } from '../../../platform/http/app.ts'
import type { Door } from '../../../platform/unit-of-work.ts'

/** Statements' worth of alerts that one transaction indexes. */
const BATCHES = 4
const SOON_MS = 200

/** Does what is left for behind the commits: indexes the words of new alerts, condenses the counts. */
export async function tidyAlerts(door: Door, ctx: Context) {
  for (;;) {
    const began = performance.now()
    const { n } = await door.write(ctx, (tx) =>
      tx.one(sql<{ n: number }>`select search.index_waiting_alerts(${BATCHES}) as n`),
    )
    if (n === 0) break
    // In a storm at most half of one core: taking the alerts comes first.
    await sleep(performance.now() - began)
  }
  await foldCounts(door, ctx)
}

export const foldCounts = (door: Door, ctx: Context) =>
  door.write(ctx, (tx) => tx.one(sql`select app.fold_alert_counts()`))

/**
 * Tidies up shortly after it is asked to, once for all who ask meanwhile. What a killed process leaves undone stands in the
 * database, and the minutely sweep finds it.
 */
export function createUpkeep(app: App) {
  const asked = new Map<number, NodeJS.Timeout>()
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
    for (const timer of asked.values()) clearTimeout(timer)
  })

  return (organizationId: number) => {
    if (isClosing || asked.has(organizationId)) return
    const tidy = () =>
      tidyAlerts(app.door, systemContext(organizationId, 'Watchdesk'))
        .catch((error) => app.log.warn({ err: error }, 'alerts were not tidied up'))
        .finally(() => asked.delete(organizationId))
    asked.set(organizationId, setTimeout(tidy, SOON_MS).unref())
  }
}
