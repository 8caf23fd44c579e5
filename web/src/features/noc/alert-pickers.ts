import type { OptionLoader } from '../../components/combo-box.tsx'
import { answerOf, api } from '../../lib/api/client.ts'

const searchFor = (text: string) => ({
  page_size: 20,
  is_active: 'true',
  ...(text.trim() && { search: text.trim() }),
})

export const loadPeople: OptionLoader = async (text, signal) => {
  const params = { query: searchFor(text) }
  const { results } = await answerOf(api.GET('/api/v1/users/', { params, signal }))
  return results.map(({ id, display_name, username }) => ({
    id: String(id),
    label: display_name || username,
    detail: username,
  }))
}

export const loadTeams: OptionLoader = async (text, signal) => {
  const params = { query: searchFor(text) }
  const { results } = await answerOf(api.GET('/api/v1/teams/', { params, signal }))
  return results.map(({ id, name }) => ({ id: String(id), label: name }))
}
