import { sql } from 'kysely'
import { systemContext } from '../../platform/context.ts'
import type { Door } from '../../platform/unit-of-work.ts'
import { type Fault, type Verdict, verifyChain } from './chain/chain.verification.ts'
import type { SignedHeads } from './heads/head.file.ts'
import { headsOf, type Superseded, verifyHeads } from './heads/heads.verification.ts'

export interface Finding extends Verdict {
  organizationId: number
  /** How many signed heads were held against the chain. */
  heads: number
  superseded: Superseded[]
}

/** Each organization's audit trail, held against itself and against what was signed of it. */
export async function verifyAudit(door: Door, signed: readonly SignedHeads[]): Promise<Finding[]> {
  const listed = await door.read(systemContext(0, 'verification'), (tx) =>
    tx.all(sql<{ id: number }>`select id from auth.list_organizations() as id`),
  )
  // One that was signed for and is listed no more is missed as well.
  const named = signed.flatMap(({ heads }) => heads.map(([organizationId]) => organizationId))
  const ids = [...new Set([...listed.map(({ id }) => id), ...named])].sort((a, b) => a - b)
  const findings: Finding[] = []
  for (const organizationId of ids) findings.push(await verifyOne(door, organizationId, signed))
  return findings
}

async function verifyOne(door: Door, organizationId: number, signed: readonly SignedHeads[]) {
  const heads = headsOf(signed, organizationId)
  return door.read(systemContext(organizationId, 'verification'), async (tx) => {
    const verdict = await verifyChain(tx)
    const held = verdict.fault
      ? { fault: verdict.fault, superseded: [] }
      : await verifyHeads(tx, heads, verdict.head.seq)
    return { ...verdict, organizationId, heads: heads.length, ...held, fault: held.fault ?? null }
  })
}

const WORDS: Record<Fault['kind'], string> = {
  edited: 'was changed after it was sealed, or rows before it were taken out',
  missing: 'is missing',
  swapped: 'was exchanged with another',
  inserted: 'was put in later',
  cut: 'and everything behind it was cut off',
  rewritten: 'or one behind it is not what was signed: the chain was written anew from there',
}

/** One line for people. */
export function describeFinding({ organizationId, rows, heads, fault, superseded }: Finding): string {
  const told = superseded.map(
    ({ epoch, seq, at }) =>
      `; restored at ${at.toISOString()} (epoch ${epoch}): what was signed behind row ${seq} was not in the backup`,
  )
  if (!fault)
    return `organization ${organizationId}: ${rows} rows and ${heads} signed heads hold${told.join('')}`
  const { kind, seq, ledgerId } = fault
  const row = seq === null ? 'a row without a place' : `row ${seq}`
  const id = ledgerId === null ? '' : ` (id ${ledgerId})`
  return `organization ${organizationId}: ${row}${id} ${WORDS[kind]} [${kind}]`
}
