import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { Button, buttonStyle } from '../../components/button.tsx'
import { EmptyState } from '../../components/state.tsx'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { texts } from './incidents.messages.ts'
import { isNarrowed, withoutFilters } from './queue.query.ts'

/** Why the list is empty: filtered to nothing, all done, or nothing there yet. */
export function QueueEmpty() {
  const text = useText()
  const seesAll = usePermission('incidents.view_all')
  const [search, setSearch] = useUrlState()
  if (isNarrowed(search)) {
    return (
      <EmptyState
        kind="filtered"
        title={text(texts.noneFit)}
        action={<Button onPress={() => setSearch(withoutFilters)}>{text(texts.clearFilters)}</Button>}
      />
    )
  }
  if (!seesAll && (!search.status || search.status === 'all'))
    return (
      <EmptyState title={text(texts.noneOwn)} action={<CreateLink />}>
        {text(texts.noneOwnBody)}
      </EmptyState>
    )
  if (search.status && search.status !== 'open') return <EmptyState title={text(texts.noneEver)} />
  return (
    <EmptyState kind="done" title={text(texts.allDone)}>
      {text(texts.allDoneBody)}
    </EmptyState>
  )
}

export function CreateLink() {
  const text = useText()
  const mayCreate = usePermission('incidents.create')
  if (!mayCreate) return null
  return (
    <Link to="/incidents/new" className={buttonStyle({ kind: 'primary', size: 'sm' })}>
      <Plus aria-hidden />
      {text(texts.newIncident)}
    </Link>
  )
}

export function NoPermission() {
  const text = useText()
  return (
    <EmptyState title={text(texts.forbidden)}>
      {text(texts.forbiddenBody, { permission: 'incidents.view' })}
    </EmptyState>
  )
}
