import type { Context } from '../context.ts'
import type { Entry } from './ring.ts'

/** Who is behind a token now; times in epoch milliseconds. */
export interface Identity {
  ctx: Context
  /** Until when the token holds. */
  expiresAt: number
  /** When their rights change by themselves; infinite where nothing is due. */
  changesAt: number
}

/** Throws a Problem 401; its code is `token_expired` when nothing else is wrong. */
export type Identify = (token: string) => Promise<Identity>

/** What the stream has to do with the rights of those who hear it. */
export interface Rights {
  /** Whom this change concerns, if it is about what somebody may do or whether they are signed in. */
  concern(entry: Entry): ((identity: Identity) => boolean) | undefined
  /** What is remembered of this organization's people is read anew. */
  forget(organizationId: number): void
  /** May this person hear anything at all? */
  mayListen(ctx: Context): boolean
}
