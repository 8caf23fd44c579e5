import { sql } from 'kysely'
import { addJob } from '../../../platform/jobs.ts'
import type { WorkerTools } from '../../../platform/module.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import { accountEvents } from './account.events.ts'
import { sendLink } from './link.service.ts'
import { NOBODY, type Peer, signInContext } from './session.service.ts'
import { findCredentials } from './sign-in.service.ts'

export const RESET_JOB = 'auth.mail-reset'
const ATTEMPTS = 5

interface Wish {
  username: string
  peer: Peer
}

/** The same work for every name: whether somebody has it is looked up later, by the worker, where nobody waits for it. */
export const askForReset = (door: Door, wish: Wish) =>
  door.write(NOBODY, (tx) => addJob(tx, RESET_JOB, wish, ATTEMPTS))

export async function mailReset({ door, ...post }: WorkerTools, payload: unknown) {
  const { username, peer } = payload as Wish
  const known = await findCredentials(door, username)
  if (!known) return
  await door.write(signInContext(known.organizationId, peer), async (tx) => {
    const user = await tx.maybe(
      sql`select from users where id = ${known.userId} and is_active and deleted_at is null`,
    )
    if (!user) return
    tx.record(accountEvents.reset_requested(known.userId))
    await sendLink(tx, post, 'reset', known.userId)
  })
}
