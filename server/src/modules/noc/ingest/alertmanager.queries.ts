import { sql } from 'kysely'
import type { ReadTx } from '../../../platform/unit-of-work.ts'
import type { StoredAlert } from '../alerts/alert.row.ts'
import type { StoredSilence } from '../silences/silence.matching.ts'

/** How long an ended silence is still shown, as Alertmanager's retention has it. */
const RETENTION = '120 hours'

export const firingAlerts = (tx: ReadTx, integrationId: number) =>
  tx.all(sql<StoredAlert>`select * from alerts
    where integration_id = ${integrationId} and workflow <> 'resolved' and condition = 'firing' and deleted_at is null order by id`)

export const shownSilences = (tx: ReadTx, integrationId: number) =>
  tx.all(sql<StoredSilence & { now: Date }>`select *, app.now() as now from silences
    where integration_id = ${integrationId} and ends_at > app.now() - ${RETENTION}::interval order by ends_at`)
