/**
 * Who is asking, for which organization, and what they may do. Built once per request or job; passed, never ambient.
 * What limits people besides, modules declare for themselves (core/limits.ts).
 */
export interface Context {
  organizationId: number
  actor: Actor
  permissions: ReadonlySet<string>
  /** Where a person is signed in; none where something else speaks for them. */
  sessionId?: number
  /** Set where somebody only looks, as the actor sees it. */
  viewer?: Viewer
  requestId: string | null
  address: string | null
  /** Set where the caller sent an Idempotency-Key. */
  call?: RepeatableCall
}

/** A call that its caller may repeat without doing it twice. */
export interface RepeatableCall {
  /** Who calls what under which key, hashed. */
  id: Buffer
  /** What is asked, hashed under the key. */
  fingerprint: Buffer
  /** The answer holds a secret: it is not kept. */
  mints: boolean
  /** How many it has begun; each has an answer of its own. */
  writes: number
  /** Was the last one answered from what was kept? */
  isReplayed: boolean
}

/** What an actor can be; modules declare who else asks. */
export interface ActorKinds {
  user: true
  system: true
}

/** By all of it but the name callers are told apart, also in what is kept of them: modules add only what stays. */
export interface Actor {
  kind: keyof ActorKinds
  id: number | null
  name: string
}

/** Who really looks, named with whom they look as; the session is the one of their own. */
export interface Viewer extends Actor {
  sessionId: number
}

/** Whose reading it is that is counted and recorded. */
export const readerOf = ({ actor, viewer }: Context): Actor => viewer ?? actor

/** The product acting on its own behalf inside one organization: sweeps, timers, seeds. */
export function systemContext(organizationId: number, name: string): Context {
  const actor: Actor = { kind: 'system', id: null, name }
  return { organizationId, actor, permissions: new Set(), requestId: null, address: null }
}

export function can(context: Context, permission: string): boolean {
  return context.permissions.has(permission)
}
