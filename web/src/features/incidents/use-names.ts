import { useQueries } from '@tanstack/react-query'
import { answerOf, api } from '../../lib/api/client.ts'
import type { Incident } from '../../lib/api/types.ts'
import { useSession } from '../../lib/api/use-session.ts'
import {
  type LedgerEntry,
  mentionedIn,
  type ReferenceKind,
  referenceFields,
  referenceKey,
} from './history.entries.ts'

const path = (id: number) => ({ params: { path: { id } } })

/** Who may read the name of each kind of record, and where it stands. */
const sources: Record<ReferenceKind, { permission: string; read: (id: number) => Promise<string> }> = {
  user: {
    permission: 'people.view',
    read: async (id) => (await answerOf(api.GET('/api/v1/users/{id}/', path(id)))).display_name,
  },
  team: {
    permission: 'people.view',
    read: async (id) => (await answerOf(api.GET('/api/v1/teams/{id}/', path(id)))).name,
  },
  client: {
    permission: 'noc:view',
    read: async (id) => (await answerOf(api.GET('/api/noc/clients/{id}/', path(id)))).name,
  },
  site: {
    permission: 'noc:view',
    read: async (id) => (await answerOf(api.GET('/api/noc/sites/{id}/', path(id)))).name,
  },
  incident: {
    permission: 'incidents.view',
    read: async (id) => (await answerOf(api.GET('/api/v1/incidents/{id}/', path(id)))).number,
  },
  configuration_item: {
    permission: 'cmdb.view',
    read: async (id) => (await answerOf(api.GET('/api/v1/configuration-items/{id}/', path(id)))).name,
  },
}

/** Names without a question: those that the record carries. */
function namesOf(incident: Incident) {
  const names = new Map<string, string>()
  for (const [field, kind] of Object.entries(referenceFields)) {
    const reference = incident[field.slice(0, -'_id'.length) as 'team']
    if (reference) names.set(referenceKey(kind, reference.id), reference.name)
  }
  return names
}

/** The names of all records that a history mentions. The ledger keeps ids; what may not be read stays `#7`. */
export function useNames(incident: Incident, entries: readonly LedgerEntry[]) {
  const actors = new Map<string, string>()
  for (const { actor } of entries)
    if (actor.kind === 'user' && actor.id !== null) actors.set(referenceKey('user', actor.id), actor.name)
  return useNamesOf(incident, mentionedIn(entries), actors)
}

/** The names of records of which only the ids are known; `known` saves questions. */
export function useNamesOf(
  incident: Incident,
  mentioned: readonly { kind: ReferenceKind; id: number }[],
  known: ReadonlyMap<string, string> = new Map(),
) {
  const permissions = useSession().user?.permissions ?? []
  const names = new Map([...known, ...namesOf(incident)])
  const missing = mentioned.filter(
    ({ kind, id }) => !names.has(referenceKey(kind, id)) && permissions.includes(sources[kind].permission),
  )
  const asked = useQueries({
    queries: missing.map(({ kind, id }) => ({
      queryKey: ['name', kind, id],
      queryFn: () => sources[kind].read(id),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  })
  for (const [place, { kind, id }] of missing.entries()) {
    const name = asked[place]?.data
    if (name) names.set(referenceKey(kind, id), name)
  }
  return (kind: ReferenceKind, id: unknown) => names.get(referenceKey(kind, id)) ?? `#${id}`
}
