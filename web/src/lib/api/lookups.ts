import { answerOf, api } from './client.ts'

/** Loaders of the boxes that find a record by typing: the first twenty, by the server's search. What is switched off is left out. */
type Loader = (text: string, signal: AbortSignal) => Promise<{ id: string; label: string; detail?: string }[]>

const searchFor = (text: string) => ({ page_size: 20, ...(text.trim() && { search: text.trim() }) })
const named = ({ id, name }: { id: number; name: string }) => ({ id: String(id), label: name })

export const loadPeople: Loader = async (text, signal) => {
  const query = { ...searchFor(text), is_active: 'true' }
  const { results } = await answerOf(api.GET('/api/v1/users/', { params: { query }, signal }))
  return results.map(({ id, display_name, username }) => ({
    id: String(id),
    label: display_name || username,
    detail: username,
  }))
}

export const loadTeams: Loader = async (text, signal) => {
  const query = { ...searchFor(text), is_active: 'true' }
  return (await answerOf(api.GET('/api/v1/teams/', { params: { query }, signal }))).results.map(named)
}

export const loadClients: Loader = async (text, signal) => {
  const query = { ...searchFor(text), is_active: 'true' }
  return (await answerOf(api.GET('/api/noc/clients/', { params: { query }, signal }))).results.map(named)
}

export const loadOrganizations: Loader = async (text, signal) => {
  const query = { ...searchFor(text), is_active: 'true' }
  return (await answerOf(api.GET('/api/v1/organizations/', { params: { query }, signal }))).results.map(named)
}

/** Sites of one client, or of all. */
export const sitesOf =
  (clientId?: string): Loader =>
  async (text, signal) => {
    const query = { ...searchFor(text), ...(clientId && { client_id: clientId }) }
    return (await answerOf(api.GET('/api/noc/sites/', { params: { query }, signal }))).results.map(named)
  }

export const configurationItemsOf =
  (clientId?: string): Loader =>
  async (text, signal) => {
    const query = { ...searchFor(text), ...(clientId && { client_id: clientId }) }
    const { results } = await answerOf(api.GET('/api/v1/configuration-items/', { params: { query }, signal }))
    return results.map(named)
  }

/** Incidents but the one that is being worked on. */
export const incidentsBut =
  (ownId: number): Loader =>
  async (text, signal) => {
    const query = { ...searchFor(text), ordering: '-created_at' }
    const { results } = await answerOf(api.GET('/api/v1/incidents/', { params: { query }, signal }))
    return results
      .filter(({ id }) => id !== ownId)
      .map(({ id, number, title }) => ({ id: String(id), label: `${number} ${title}` }))
  }
