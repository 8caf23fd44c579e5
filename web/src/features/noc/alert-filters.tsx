import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { FilterBar, FilterChip } from '../../components/filter-bar.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { StatusGlyph, useStatusName } from '../../components/status-badge.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import { useUser } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useCommands } from '../../lib/shortcuts/use-commands.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { texts } from './noc.messages.ts'
import { OtherFilters } from './other-filters.tsx'
import { ViewLinks } from './view-links.tsx'

const statuses = ['open', 'acknowledged', 'assigned', 'escalated', 'suppressed', 'resolved']
const MINUTE = 60_000

/** Search and facets; all of it lies in the address. */
export function AlertFilters() {
  const text = useText()
  const nameOf = useStatusName()
  const chips = useRef<HTMLDivElement>(null)
  const [search, setSearch] = useUrlState()
  const facet = (key: string) => ({
    value: search[`${key}__in`]?.split(',') ?? search[key]?.split(',') ?? [],
    onChange: (ids: string[]) => setSearch({ [`${key}__in`]: ids.join(','), [key]: undefined }),
  })
  useCommands([
    {
      id: 'noc.filter',
      title: text(texts.filter),
      group: text(texts.group),
      keys: 'f',
      run: () => chips.current?.querySelector('button')?.focus(),
    },
  ])
  return (
    <FilterBar label={text(texts.filters)}>
      <ViewLinks />
      <SearchBox
        label={text(texts.search)}
        value={search.search ?? ''}
        onChange={(typed) => setSearch({ search: typed }, { replace: true })}
      />
      <div ref={chips} className="flex flex-wrap gap-2">
        <FilterChip
          label={text(texts.status)}
          options={statuses.map((id) => ({ id, label: nameOf(id), icon: <StatusGlyph status={id} /> }))}
          {...facet('status')}
          onChange={(ids) => setSearch({ status__in: ids.join(','), ...noView })}
        />
        <FilterChip label={text(texts.client)} options={useOptions('clients')} {...facet('client_id')} />
        <FilterChip
          label={text(texts.source)}
          options={useOptions('integrations')}
          {...facet('integration_id')}
        />
        <AssigneeChip />
        <OtherFilters />
      </div>
    </FilterBar>
  )
}

/** A choice of statuses takes the place of the view. */
const noView = { status: undefined, workflow: undefined, workflow__in: undefined }

function AssigneeChip() {
  const text = useText()
  const { id } = useUser()
  const [search, setSearch] = useUrlState()
  const isMine = search.assignee_id === String(id)
  const isNobody = search.assignee_id__isnull === 'true'
  return (
    <FilterChip
      label={text(texts.assignee)}
      isSingle
      options={[
        { id: 'mine', label: text(texts.mine) },
        { id: 'nobody', label: text(texts.nobody) },
      ]}
      value={isMine ? ['mine'] : isNobody ? ['nobody'] : []}
      onChange={([choice]) =>
        setSearch({
          assignee_id: choice === 'mine' ? String(id) : undefined,
          assignee_id__isnull: choice === 'nobody' ? 'true' : undefined,
        })
      }
    />
  )
}

function useOptions(noun: 'clients' | 'integrations') {
  const { data } = useQuery({
    queryKey: ['noc', noun, 'options'],
    queryFn: async ({ signal }) => {
      const params = { query: { page_size: 100 } }
      const { results } =
        noun === 'clients'
          ? await answerOf(api.GET('/api/noc/clients/', { params, signal }))
          : await answerOf(api.GET('/api/noc/integrations/', { params, signal }))
      return results.map(({ id, name }) => ({ id: String(id), label: name }))
    },
    staleTime: MINUTE,
  })
  return data ?? []
}
