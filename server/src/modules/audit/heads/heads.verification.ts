import type { ReadTx } from '../../../platform/unit-of-work.ts'
import { readRestores, readUnlike } from '../chain/chain.queries.ts'
import type { Fault } from '../chain/chain.verification.ts'
import type { SignedHeads } from './head.file.ts'

/** One organization's end as it was signed. */
export interface Head {
  epoch: number
  seq: number
  hash: string
}

const AT_ONCE = 5000

export const headsOf = (signed: readonly SignedHeads[], organizationId: number): Head[] =>
  signed.flatMap(({ epoch, heads }) =>
    heads.filter(([id]) => id === organizationId).map(([, seq, hash]) => ({ epoch, seq, hash })),
  )

/** Signed heads that a later restore has taken the rows of: told, not blamed. */
export interface Superseded {
  epoch: number
  /** The restored chain goes on from here. */
  seq: number
  at: Date
}

/** Holds a chain that is sound in itself against what was signed of it outside the database. */
export async function verifyHeads(tx: ReadTx, heads: readonly Head[], end: number) {
  const restores = await readRestores(tx)
  const restoreOf = ({ epoch, seq }: Head) => restores.find((one) => one.epoch > epoch && one.seq < seq)
  const standing = heads.filter((head) => !restoreOf(head))
  const unlike = await firstUnlike(tx, standing)
  const superseded = restores.filter((restore) => heads.some((head) => restoreOf(head) === restore))
  return { fault: unlike && faultAt(unlike, standing, end), superseded }
}

async function firstUnlike(tx: ReadTx, heads: readonly Head[]) {
  for (let from = 0; from < heads.length; from += AT_ONCE) {
    const some = heads.slice(from, from + AT_ONCE)
    const [unlike] = await readUnlike(
      tx,
      some.map(({ seq }) => seq),
      some.map(({ hash }) => hash),
    )
    if (unlike) return unlike
  }
  return undefined
}

/** What was signed last and still holds ends where the damage may begin. */
function faultAt(unlike: { seq: number; is_there: boolean }, heads: readonly Head[], end: number): Fault {
  if (!unlike.is_there) return { kind: 'cut', seq: end + 1, ledgerId: null }
  const sound = heads.filter(({ seq }) => seq < unlike.seq).map(({ seq }) => seq)
  return { kind: 'rewritten', seq: Math.max(0, ...sound) + 1, ledgerId: null }
}
