import { sql } from 'kysely'
import { type Context, systemContext } from '../../../platform/context.ts'
import { overloaded, Problem } from '../../../platform/errors.ts'
import type { AdmitStranger } from '../../../platform/http/rate-limits.ts'
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
const REMEMBERED = 10_000
const NOBODY = systemContext(0, 'ingest')

/**
 * Finds sources by key; remembered for a second, since a source calls many times in one. Keys that never had a source count by
 * address before the database is asked, and are 503 beyond the limit: what takes a 429 for a refusal would drop its alerts (ADR 13).
 */
export function createSourceFinder(door: Door, admitStranger: AdmitStranger) {
  const recent = new Map<string, { until: number; source: Promise<Source | null> }>()
  const heard = new Set<string>()

  async function find(key: string, address: string) {
    if (!heard.has(key)) await admitStranger(address).catch(askToComeAgain)
    const source = await findSource(door, key)
    if (!source) return null
    if (heard.size >= REMEMBERED) heard.clear()
    heard.add(key)
    return source
  }

  return (key: string, address: string): Promise<Source | null> => {
    const known = recent.get(key)
    if (known && known.until > performance.now()) return known.source
    const source = find(key, address)
    if (recent.size >= REMEMBERED) recent.clear()
    recent.set(key, { until: performance.now() + REMEMBERED_MS, source })
    source.catch(() => recent.delete(key))
    return source
  }
}

function askToComeAgain(error: Error): never {
  if (error instanceof Problem && error.status === 429)
    throw overloaded('Too many keys that nobody made come from there; send again shortly.')
  throw error
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
