import type { ReadTx } from '../../../platform/unit-of-work.ts'
import { type Link, readCandidates, readHead, readLinks, readUnsealed } from './chain.queries.ts'

/** The first place where a chain does not hold, and what was done there. */
export interface Fault {
  kind: 'edited' | 'missing' | 'swapped' | 'inserted' | 'cut' | 'rewritten'
  /** Its place in the organization's stream; null: it never got one. */
  seq: number | null
  ledgerId: number | null
}

export interface Verdict {
  /** How many rows were held against their hashes. */
  rows: number
  head: Place
  fault: Fault | null
}

interface Place {
  seq: number
  /** In hexadecimal; '' before the first row. */
  hash: string
}

type Sealed = Place & { ledger_id?: number }

const AT_ONCE = 5000
const BEGINNING: Place = { seq: 0, hash: '' }

/** Walks one organization's chain from its beginning to its end or to the first fault. */
export async function verifyChain(tx: ReadTx): Promise<Verdict> {
  // Read before the links: what is sealed meanwhile is no matter of this walk.
  const [head, stray] = await Promise.all([readHead(tx), readUnsealed(tx)])
  let before = BEGINNING
  let last: Sealed = BEGINNING
  for (;;) {
    const links = await readLinks(tx, last, AT_ONCE)
    for (const link of links) {
      const fault = (await faultOf(tx, before, last, link)) ?? unlike(link, head)
      if (fault) return { rows: last.seq, head: last, fault }
      before = last
      last = link
    }
    if (links.length < AT_ONCE) break
  }
  return { rows: last.seq, head: last, fault: endOf(last, head) ?? strayOf(stray) }
}

/** @param before the place before the last one */
async function faultOf(tx: ReadTx, before: Place, last: Sealed, link: Link): Promise<Fault | null> {
  const seq = last.seq + 1
  if (link.seq !== seq) return { kind: 'missing', seq, ledgerId: null }
  if (!link.is_there) return { kind: 'missing', seq, ledgerId: link.ledger_id }
  if (link.fits) return null
  const around = (place: Place) => readCandidates(tx, place)
  const [here, earlier] = await Promise.all([around(last), last.seq > 0 ? around(before) : []])
  const fitting = (candidates: typeof here, at: number) =>
    candidates.some((one) => one.seq === at && one.here === one.hash)
  // What stands behind a row follows from what stands before it: so it was put between them.
  if (fitting(here, seq + 1)) return { kind: 'inserted', seq, ledgerId: link.ledger_id }
  if (fitting(earlier, seq)) return { kind: 'inserted', seq: last.seq, ledgerId: last.ledger_id ?? null }
  const isElsewhere = here.some((one) => one.seq !== seq && one.here === link.hash)
  return { kind: isElsewhere ? 'swapped' : 'edited', seq, ledgerId: link.ledger_id }
}

const unlike = (link: Link, head: Place | undefined): Fault | null =>
  head?.seq === link.seq && head.hash !== link.hash
    ? { kind: 'rewritten', seq: link.seq, ledgerId: link.ledger_id }
    : null

/** The relay's own note of the end says that there was more. */
const endOf = (last: Place, head: Place | undefined): Fault | null =>
  head && head.seq > last.seq ? { kind: 'cut', seq: last.seq + 1, ledgerId: null } : null

const strayOf = (stray: { id: number } | undefined): Fault | null =>
  stray ? { kind: 'inserted', seq: null, ledgerId: stray.id } : null
