import type { App } from '../../server/src/platform/http/app.ts'
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

type Created = { id: number; key: string }
type Post = (path: string, body: object) => Promise<Created>

/** Creates all that stands still, as the administrator would over the API. */
export async function createWorld(app: App, world: World, administrator: Administrator): Promise<Ids> {
  const post = await signedIn(app, administrator)
  const ids: Ids = {
    people: new Map(),
    teams: new Map(),
    clients: new Map(),
    sites: new Map(),
    items: new Map(),
    integrations: new Map(),
  }
  for (const { name, code } of world.customers)
    ids.clients.set(code, (await post('/api/noc/clients/', { name, code })).id)
  const clientOf = (code: string) => ids.clients.get(code)
  for (const { name, client, latitude, longitude } of world.sites) {
    const site = { name, client_id: clientOf(client), latitude, longitude, time_zone: 'Europe/Berlin' }
    ids.sites.set(name, (await post('/api/noc/sites/', site)).id)
  }
  for (const { name, kind, host, address, criticality, client, site } of world.items) {
    const placed = { client_id: clientOf(client), site_id: site === null ? null : ids.sites.get(site) }
    const item = { name, kind, host_name: host, ip_address: address, criticality, status: 'live', ...placed }
    ids.items.set(name, (await post('/api/v1/configuration-items/', item)).id)
  }
  await createPeople(post, world, ids, administrator.password)
  for (const integration of INTEGRATIONS) {
    const { id, key } = await post('/api/noc/integrations/', integration)
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
      (await post('/api/v1/users/', { username, email, password, roles, ...profile })).id,
    )
  }
  for (const { key, name, description, manager, nextTier, members } of TEAMS) {
    const above = {
      manager_id: ids.people.get(manager),
      escalation_team_id: nextTier && ids.teams.get(nextTier),
    }
    const { id } = await post('/api/v1/teams/', { name, description, ...above })
    ids.teams.set(key, id)
    for (const [place, member] of members.entries())
      await post(`/api/v1/teams/${id}/add_member/`, {
        user_id: ids.people.get(member),
        role: place === 0 ? 'lead' : 'member',
      })
  }
}

async function signedIn(app: App, { username, password }: Administrator): Promise<Post> {
  const send = async (url: string, payload: object, headers = {}) => {
    const answer = await app.inject({ method: 'POST', url, payload, headers })
    if (answer.statusCode >= 300) throw new Error(`POST ${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  const { access } = await send('/api/v1/auth/login/', { username, password })
  return (path, body) => send(path, body, { authorization: `Bearer ${access}` })
}
