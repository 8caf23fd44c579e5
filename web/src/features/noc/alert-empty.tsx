import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useIntl } from 'react-intl'
import { buttonStyle } from '../../components/button.tsx'
import { EmptyState, LoadingState } from '../../components/state.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { keys } from './alert-cache.ts'
import { isFilterKey } from './alert-query.ts'
import { texts } from './noc.messages.ts'

/** Nothing to show: because all work is done, or because the filters let nothing through. */
export function AlertEmpty() {
  const text = useText()
  const [search] = useUrlState()
  const isFiltered = Object.entries(search).some(([key, value]) => value && isFilterKey(key))
  if (!isFiltered) return <Quiet />
  const clear = (
    <Link to="/noc/alerts" search={{}} className={buttonStyle()}>
      {text(texts.clearFilters)}
    </Link>
  )
  return (
    <EmptyState kind="filtered" title={text(texts.noMatch)} action={clear}>
      {text(texts.noMatchBody)}
    </EmptyState>
  )
}

const ONE_DAY = 86_400_000

function Quiet() {
  const text = useText()
  const { formatTime, formatDate } = useIntl()
  const { data: since, isPending } = useQuietSince()
  if (isPending) return <LoadingState rows={1} />
  if (!since) return <NeverAny />
  const isRecent = Date.now() - Date.parse(since) < ONE_DAY
  const shown = isRecent
    ? formatTime(since, { hour: '2-digit', minute: '2-digit' })
    : formatDate(since, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <EmptyState kind="done" title={text(texts.quiet, { since: shown })}>
      {text(texts.quietBody)}
    </EmptyState>
  )
}

/** The very beginning: whoever may connect a source is led there. */
function NeverAny() {
  const text = useText()
  const mayConnect = usePermission('noc:configure')
  const connect = (
    <Link to="/noc/integrations" className={buttonStyle({ kind: 'primary' })}>
      {text(texts.connect)}
    </Link>
  )
  return (
    <EmptyState title={text(texts.neverAny)} action={mayConnect ? connect : undefined}>
      {text(texts.neverAnyBody)}
    </EmptyState>
  )
}

/** When the last alert was resolved. The list cannot be ordered by that, so the ones that began last are looked through. */
function useQuietSince() {
  return useQuery({
    queryKey: [...keys.figures, 'quiet'],
    queryFn: async ({ signal }) => {
      const params = { query: { workflow: 'resolved', ordering: '-starts_at', page_size: 100 } }
      const { results } = await answerOf(api.GET('/api/noc/alerts/', { params, signal }))
      return (
        results
          .map(({ resolved_at }) => resolved_at ?? '')
          .sort()
          .at(-1) ?? ''
      )
    },
  })
}
