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

export async function countOpenAlerts(tx: ReadTx): Promise<Static<typeof AlertCounts>> {
  const visible = alerts.source.visible?.(tx.ctx) ?? sql`true`
  const rows = await tx.all(sql<{
    severity: string
    status: string
    n: number
  }>`select severity, status, count(*) as n
    from alerts t where workflow <> 'resolved' and deleted_at is null and ${visible} group by severity, status`)
  const sumBy = (field: 'severity' | 'status') =>
    Object.fromEntries([...Map.groupBy(rows, (row) => row[field])].map(([word, group]) => [word, sum(group)]))
  return { open: sum(rows), by_severity: sumBy('severity'), by_status: sumBy('status') }
}

const sum = (rows: { n: number }[]) => rows.reduce((total, { n }) => total + n, 0)
