import { sql } from 'kysely'
import type { RepeatableCall } from './context.ts'
import { Problem } from './errors.ts'
import type { Tx } from './unit-of-work.ts'

interface Kept {
  fingerprint: Buffer
  answer: unknown
}

/**
 * The same work, done once for all repeats of a call: the answer is kept in the transaction of the effect, and a repeat
 * is given it instead. What fails keeps nothing and may be tried again.
 */
export function onceFor<T>(call: RepeatableCall, work: (tx: Tx) => Promise<T>) {
  const step = call.writes++
  return async (tx: Tx): Promise<T> => {
    // Sent together, done in this order: who gets the lock sees what its last holder has committed.
    const [{ is_free }, kept] = await Promise.all([
      tx.one(sql<{ is_free: boolean }>`select pg_try_advisory_xact_lock(${lockOf(call)}::bigint) as is_free`),
      tx.maybe(
        sql<Kept>`select fingerprint, answer from idempotency_keys where id = ${call.id} and step = ${step}`,
      ),
    ])
    call.isReplayed = kept !== undefined
    if (kept) return recall(call, kept) as T
    if (!is_free) throw stillRunning()
    const answer = await work(tx)
    await tx.run(sql`insert into idempotency_keys (organization_id, id, step, fingerprint, answer)
      values (${tx.ctx.organizationId}, ${call.id}, ${step}, ${call.fingerprint}, ${textOf(call, answer)}::json)`)
    return answer
  }
}

const lockOf = ({ id }: RepeatableCall) => id.readBigInt64BE().toString()

/** Of an answer that holds a secret only whose it is. */
const textOf = ({ mints }: RepeatableCall, answer: unknown) =>
  JSON.stringify(mints ? { id: (answer as { id?: number }).id } : (answer ?? null))

function recall({ fingerprint, mints }: RepeatableCall, kept: Kept) {
  if (!fingerprint.equals(kept.fingerprint)) throw usedOtherwise()
  if (mints) throw alreadyDone((kept.answer as { id?: number }).id)
  return kept.answer
}

const FIELD = 'Idempotency-Key'

function usedOtherwise() {
  const detail = 'was sent before with another request; take a new key for each new request'
  return new Problem(422, 'idempotency_key_reused', `${FIELD}: ${detail}.`, {
    errors: [{ field: FIELD, code: 'reused', detail }],
  })
}

const stillRunning = () =>
  new Problem(409, 'still_running', 'The request with this Idempotency-Key is still being worked on.', {
    headers: { 'retry-after': '1' },
  })

const alreadyDone = (id: number | undefined) =>
  new Problem(
    409,
    'already_done',
    `This has been done, for record ${id}. Its answer held a secret, which is told once: ask for a new one.`,
  )
