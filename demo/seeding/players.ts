import { permissionsOf } from '../../server/src/modules/core/index.ts'
import type { Context } from '../../server/src/platform/context.ts'
import type { World } from '../world/world.ts'
import type { Ids } from './world.ts'

/** Everybody as the product knows them once they have signed in, by user name. */
export function makePlayers({ people }: World, ids: Ids, organizationId: number): Map<string, Context> {
  return new Map(
    people.map(({ username, name, roles }) => [
      username,
      {
        organizationId,
        actor: { kind: 'user', id: ids.people.get(username) ?? null, name },
        permissions: permissionsOf(roles),
        clientIds: null,
        teamIds: null,
        requestId: null,
        address: null,
      },
    ]),
  )
}
