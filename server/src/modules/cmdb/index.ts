import { sql } from 'kysely'
import { defineModule, type PermissionCatalogue } from '../../platform/module.ts'
import { plainRoutes } from '../../platform/resource/plain-routes.ts'
import type { ReadTx } from '../../platform/unit-of-work.ts'
import { ConfigurationItemInput, configurationItems } from './configuration-item.ts'

const permissions = {
  'cmdb.view': {
    title: 'See configuration items',
    roles: [
      'administrator',
      'manager',
      'agent',
      'change_manager',
      'problem_manager',
      'asset_manager',
      'noc_operator',
      'auditor',
    ],
  },
  'cmdb.manage': {
    title: 'Create and change configuration items',
    roles: ['administrator', 'asset_manager', 'change_manager'],
  },
} satisfies PermissionCatalogue

export const cmdb = defineModule({
  name: 'cmdb',
  permissions,
  routes: (app) => plainRoutes(app, configurationItems, ConfigurationItemInput),
  resources: [configurationItems],
})

export interface PlacedItem {
  id: number
  /** The name, host name or address it was found by. */
  called: string
  client_id: number | null
  site_id: number | null
}

/** The live items that go by one of these names, host names or addresses (lower case). */
export function findItemsCalled(tx: ReadTx, names: string[]): Promise<PlacedItem[]> {
  if (names.length === 0) return Promise.resolve([])
  const found = (
    column: string,
  ) => sql<PlacedItem>`select id, ${sql.ref(column)} as called, client_id, site_id
    from configuration_items where ${sql.ref(column)} = any(${names}::text[]) and deleted_at is null`
  return tx.all(sql<PlacedItem>`${found('host_name')} union ${found('ip_address')} union ${found('name')}`)
}
