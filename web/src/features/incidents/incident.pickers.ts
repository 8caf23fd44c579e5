import type { OptionLoader } from '../../components/combo-box.tsx'
import type { Option } from '../../components/option-list.tsx'
import { answerOf, api } from '../../lib/api/client.ts'

const PAGE = { page_size: 20 }
const named = ({ id, name }: { id: number; name: string }): Option => ({ id: String(id), label: name })
const searchFor = (text: string) => (text.trim() ? { ...PAGE, search: text.trim() } : PAGE)

export const loadPeople: OptionLoader = async (text, signal) => {
  const query = { ...searchFor(text), is_active: 'true' }
  const { results } = await answerOf(api.GET('/api/v1/users/', { params: { query }, signal }))
  return results.map(({ id, display_name, username }) => ({
    id: String(id),
    label: display_name || username,
    detail: username,
  }))
}

export const loadTeams: OptionLoader = async (text, signal) => {
  const query = { ...searchFor(text), is_active: 'true' }
  return (await answerOf(api.GET('/api/v1/teams/', { params: { query }, signal }))).results.map(named)
}

export const loadClients: OptionLoader = async (text, signal) => {
  const query = { ...searchFor(text), is_active: 'true' }
  return (await answerOf(api.GET('/api/noc/clients/', { params: { query }, signal }))).results.map(named)
}

/** Sites of one client, or of all. */
export const sitesOf =
  (clientId?: string): OptionLoader =>
  async (text, signal) => {
    const query = { ...searchFor(text), ...(clientId && { client_id: clientId }) }
    return (await answerOf(api.GET('/api/noc/sites/', { params: { query }, signal }))).results.map(named)
  }

export const configurationItemsOf =
  (clientId?: string): OptionLoader =>
  async (text, signal) => {
    const query = { ...searchFor(text), ...(clientId && { client_id: clientId }) }
    const { results } = await answerOf(api.GET('/api/v1/configuration-items/', { params: { query }, signal }))
    return results.map(named)
  }
