import { type Hand, peopleOf } from '../people.ts'
import { TEAMS } from '../world/staff.ts'
import { INTEGRATIONS, type IntegrationName, type World } from '../world/world.ts'
import type { Administrator } from './workshop.ts'

/** What stands in the database by the names that the stories know. */
export interface Ids {
  people: Map<string, number>
  teams: Map<string, number>
  clients: Map<string, number>
  sites: Map<string, number>
  items: Map<string, number>
  integrations: Map<IntegrationName, { id: number; key: string }>
}

type Post = Hand['post']

/** Creates all that stands still, as the administrator would over the API. */
export async function createWorld(url: string, world: World, administrator: Administrator): Promise<Ids> {
  const { username, password } = administrator
  const { post } = peopleOf({ url, password })(username)
  const ids: Ids = {
    people: new Map(),
    teams: new Map(),
    clients: new Map(),
    sites: new Map(),
    items: new Map(),
    integrations: new Map(),
  }
  for (const { name, code } of world.customers)
    ids.clients.set(code, (await post<{ id: number }>('/api/noc/clients/', { name, code })).id)
  const clientOf = (code: string) => ids.clients.get(code)
  for (const { name, client, latitude, longitude } of world.sites) {
    const site = { name, client_id: clientOf(client), latitude, longitude, time_zone: 'Europe/Berlin' }
    ids.sites.set(name, (await post<{ id: number }>('/api/noc/sites/', site)).id)
  }
  for (const { name, kind, host, address, criticality, client, site } of world.items) {
    const placed = { client_id: clientOf(client), site_id: site === null ? null : ids.sites.get(site) }
    const item = { name, kind, host_name: host, ip_address: address, criticality, status: 'live', ...placed }
    ids.items.set(name, (await post<{ id: number }>('/api/v1/configuration-items/', item)).id)
  }
  await createPeople(post, world, ids, password)
  for (const integration of INTEGRATIONS) {
    const { id, key } = await post<{ id: number; key: string }>('/api/noc/integrations/', integration)
    ids.integrations.set(integration.name, { id, key })
  }
  return ids
}

async function createPeople(post: Post, { people }: World, ids: Ids, password: string) {
  for (const { username, name, roles, isVip } of people) {
    const email = `${username}@nordwind.example`
    const profile = { display_name: name, is_vip: isVip, time_zone: 'Europe/Berlin', locale: 'de-DE' }
    ids.people.set(
      username,
      (await post<{ id: number }>('/api/v1/users/', { username, email, password, roles, ...profile })).id,
    )
  }
  for (const { key, name, description, manager, nextTier, members } of TEAMS) {
    const above = {
      manager_id: ids.people.get(manager),
      escalation_team_id: nextTier && ids.teams.get(nextTier),
    }
    const { id } = await post<{ id: number }>('/api/v1/teams/', { name, description, ...above })
    ids.teams.set(key, id)
    for (const [place, member] of members.entries())
      await post(`/api/v1/teams/${id}/add_member/`, {
        user_id: ids.people.get(member),
        role: place === 0 ? 'lead' : 'member',
      })
  }
}
