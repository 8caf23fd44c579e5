/** Who is asking, for which organization, and what they may do. Built once per request or job; passed, never ambient. */
export interface Context {
  organizationId: number
  actor: Actor
  permissions: ReadonlySet<string>
  /** The clients this actor is limited to; null: all of the organization's. */
  clientIds: readonly number[] | null
  requestId: string | null
  address: string | null
}

export interface Actor {
  kind: 'user' | 'integration' | 'system'
  id: number | null
  name: string
}

/** The product acting on its own behalf inside one organization: sweeps, timers, seeds. */
export function systemContext(organizationId: number, name: string): Context {
  const actor: Actor = { kind: 'system', id: null, name }
  return { organizationId, actor, permissions: new Set(), clientIds: null, requestId: null, address: null }
}

export function can(context: Context, permission: string): boolean {
  return context.permissions.has(permission)
}
