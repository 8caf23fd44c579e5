import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { ReadTx } from '../../../platform/unit-of-work.ts'
import { alerts } from './alert.schema.ts'

const PerSeverity = Type.Record(Type.String(), Type.Integer())

/** How many alerts are open, by severity and by status: the figures above the console. */
export const AlertCounts = Type.Object({
  open: Type.Integer(),
  by_severity: PerSeverity,
  by_status: PerSeverity,
})

/** Kept, not counted: adds up what changes have left. @returns the figures, and of how many pieces they were made */
export async function countOpenAlerts(
  tx: ReadTx,
): Promise<{ counts: Static<typeof AlertCounts>; pieces: number }> {
  // The counts have the alerts' client_id, by which people are limited.
  const visible = alerts.source.visible?.(tx.ctx) ?? sql`true`
  const rows = await tx.all(sql<{ severity: string; status: string; n: number; pieces: number }>`
    select severity, status, sum(n)::bigint as n, count(*) as pieces from alert_counts t where ${visible}
    group by severity, status`)
  const sumBy = (field: 'severity' | 'status') =>
    Object.fromEntries(
      [...Map.groupBy(rows, (row) => row[field])]
        .map(([word, group]) => [word, sum(group)] as const)
        .filter(([, n]) => n !== 0),
    )
  return {
    counts: { open: sum(rows), by_severity: sumBy('severity'), by_status: sumBy('status') },
    pieces: rows.reduce((total, { pieces }) => total + pieces, 0),
  }
}

const sum = (rows: { n: number }[]) => rows.reduce((total, { n }) => total + n, 0)
