import { Plus } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { FilterBar } from '../../../components/filter-bar.tsx'
import { Page } from '../../../components/page.tsx'
import { SearchBox } from '../../../components/search-box.tsx'
import { EmptyState } from '../../../components/state.tsx'
import { usePermission } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useCommands } from '../../../lib/shortcuts/use-commands.ts'
import { useUrlState } from '../../../lib/url/search.ts'
import { useIntegrations } from './integration.queries.ts'
import type { Integration } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'
import { SourceActions } from './source-actions.tsx'
import { useSourceDialogs } from './source-dialogs.tsx'
import { SourceList } from './source-list.tsx'

/** Where alerts come from: who may see the watch sees the list, who may configure it connects and changes sources. */
export function SourcesPage() {
  const text = useText()
  if (usePermission('noc:view')) return <Sources />
  return (
    <Page title={text(texts.sources)} isFilled>
      <EmptyState title={text(texts.forbidden)}>{text(texts.forbiddenBody)}</EmptyState>
    </Page>
  )
}

function Sources() {
  const text = useText()
  const mayChange = usePermission('noc:configure')
  const [{ search }, setSearch] = useUrlState()
  const list = useIntegrations(search)
  const { dialogs, ask } = useSourceDialogs()
  const isEmpty = !search && list.data?.pages[0]?.results.length === 0

  const title = text(texts.connect)
  const connect = () => ask({ question: 'connect' })
  useCommands(mayChange ? [{ id: 'sources.connect', title, group: text(texts.sources), run: connect }] : [])
  const button = mayChange && (
    <Button size="sm" kind="primary" onPress={connect}>
      <Plus aria-hidden />
      {title}
    </Button>
  )
  const bar = (
    <FilterBar label={text(texts.sources)}>
      <SearchBox
        label={text(texts.search)}
        value={search ?? ''}
        onChange={(entered) => setSearch({ search: entered }, { replace: true })}
      />
    </FilterBar>
  )
  const actions = (source: Integration) => (
    <SourceActions source={source} onAsk={(question) => ask({ question, source })} />
  )
  return (
    <Page title={text(texts.sources)} actions={!isEmpty && button} bar={!isEmpty && bar} isFilled>
      <SourceList
        list={list}
        isFiltered={Boolean(search)}
        connectButton={button}
        actions={mayChange ? actions : undefined}
      />
      {dialogs}
    </Page>
  )
}
