import { sql } from 'kysely'
import { conflict, notFound, stale } from '../../../platform/errors.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { erasureEvents } from './erasure.events.ts'

/** What they did stays, under "erased". There is no way back, so it takes two steps. */
export async function erasePerson(tx: Tx, id: number, ifMatch?: number) {
  const { verdict } = await tx.one(
    sql<{ verdict: string }>`select app.erase_person(${id}, ${ifMatch ?? null}) as verdict`,
  )
  if (verdict === 'unknown') throw notFound('user')
  if (verdict.startsWith('stale ')) throw stale(Number(verdict.slice(6)))
  if (verdict === 'not deleted') throw conflict('Delete the person first; what is erased cannot be restored.')
  if (verdict === 'erased') tx.record(erasureEvents.erased(id))
}
