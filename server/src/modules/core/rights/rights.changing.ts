import type { Tx } from '../../../platform/unit-of-work.ts'
import { checkHoldsNoMore, checkIsAnother } from './rights.giving.ts'
import { keepAdministrator } from './rights.last-administrator.ts'

/** Every change of what people may do. @param of whose rights change: others', and of people who hold no more */
export async function changeRights<T>(tx: Tx, of: Iterable<number>, change: () => Promise<T>): Promise<T> {
  const people = new Set(of)
  for (const id of people) {
    checkIsAnother(tx.ctx, id)
    await checkHoldsNoMore(tx, id)
  }
  const done = await change()
  for (const id of people) await checkHoldsNoMore(tx, id)
  await keepAdministrator(tx)
  return done
}
