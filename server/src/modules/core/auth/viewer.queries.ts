import { sql } from 'kysely'
import { systemContext, type Viewer } from '../../../platform/context.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import { holdings } from '../rights/holdings.queries.ts'
import { holdsNoMore } from '../rights/rights.giving.ts'
import { type Holdings, rightsAt } from '../rights/rights.ts'
import type { Principal } from './principal.service.ts'
import type { AccessClaims } from './tokens.ts'

interface ViewerRow extends Holdings {
  now: Date
  id: number
  display_name: string
  session_id: number
}

interface Seen {
  viewer: Viewer
  /** When the viewer's own rights change by themselves. */
  changesAt: number
}

/** Whoever looks through a session, as long as they are signed in, may look, and hold all that the person does. */
export async function readViewer(
  door: Door,
  { sessionId, organizationId }: AccessClaims,
  person: Principal,
): Promise<Seen | null> {
  const row = await door.read(systemContext(organizationId, 'sign-in'), (tx) =>
    tx.maybe(sql<ViewerRow>`select app.now() as now, u.id, u.display_name, v.session_id, ${holdings}
      from auth.viewer_of(${sessionId}, ${person.userId}) v join users u on u.id = v.user_id
      where u.is_active and u.deleted_at is null`),
  )
  if (!row) return null
  const own = rightsAt(row, row.now.getTime())
  if (!own.permissions.has('people.view_as') || !holdsNoMore(person, own)) return null
  const name = `${row.display_name} (as ${person.displayName})`
  return {
    viewer: { kind: 'user', id: row.id, name, sessionId: row.session_id },
    changesAt: own.changesAt,
  }
}
