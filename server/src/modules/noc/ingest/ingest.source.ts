import { sql } from 'kysely'
import { type Context, systemContext } from '../../../platform/context.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import type { AlertPolicy } from '../alerts/alert.state.ts'
import type { IntegrationKind, IntegrationSettings } from '../integrations/integration.schema.ts'
import { hashKey } from '../integrations/integration.service.ts'
import { configOf, policyOf } from '../integrations/integration.settings.ts'
import type { IntegrationConfig } from './event.ts'

declare module '../../../platform/context.ts' {
  interface ActorKinds {
    integration: true
  }
}

/** An alert source as its key identifies it. */
export interface Source {
  id: number
  kind: IntegrationKind
  name: string
  clientId: number | null
  siteId: number | null
  config: IntegrationConfig
  policy: AlertPolicy
  ctx: Context
}

const REMEMBERED_MS = 1000
const NOBODY = systemContext(0, 'ingest')

/** Finds sources by key; remembered for a second, since a source calls many times in one. */
export function createSourceFinder(door: Door) {
  const recent = new Map<string, { until: number; source: Promise<Source | null> }>()

  return (key: string): Promise<Source | null> => {
    const known = recent.get(key)
    if (known && known.until > performance.now()) return known.source
    const source = findSource(door, key)
    if (recent.size >= 10_000) recent.clear()
    recent.set(key, { until: performance.now() + REMEMBERED_MS, source })
    source.catch(() => recent.delete(key))
    return source
  }
}

async function findSource(door: Door, key: string): Promise<Source | null> {
  const found = await door.read(NOBODY, (tx) =>
    tx.maybe(
      sql<{
        organization_id: number
        integration_id: number
      }>`select * from auth.find_integration(${hashKey(key)})`,
    ),
  )
  if (!found) return null
  const organizationId = found.organization_id
  const row = await door.read(systemContext(organizationId, 'ingest'), (tx) =>
    tx.maybe(sql<{
      id: number
      kind: IntegrationKind
      name: string
      client_id: number | null
      site_id: number | null
      settings: IntegrationSettings
    }>`
      select id, kind, name, client_id, site_id, settings from integrations
      where id = ${found.integration_id} and is_active and deleted_at is null`),
  )
  if (!row) return null
  const { id, kind, name, client_id: clientId, site_id: siteId, settings } = row
  const actor = { kind: 'integration', id, name } as const
  const ctx = { ...systemContext(organizationId, name), actor }
  return { id, kind, name, clientId, siteId, config: configOf(settings), policy: policyOf(settings), ctx }
}
