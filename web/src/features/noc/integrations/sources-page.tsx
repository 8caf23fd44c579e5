import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { FilterBar } from '../../../components/filter-bar.tsx'
import { Page } from '../../../components/page.tsx'
import { SearchBox } from '../../../components/search-box.tsx'
import { EmptyState } from '../../../components/state.tsx'
import { usePermission } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useCommands } from '../../../lib/shortcuts/use-commands.ts'
import { useUrlState } from '../../../lib/url/search.ts'
import type { Integration, IntegrationWithKey } from './integration.shape.ts'
import { texts } from './integrations.messages.ts'
import { KeyDialog } from './key-dialog.tsx'
import { QuestionDialog } from './question-dialog.tsx'
import { type Question, SourceActions } from './source-actions.tsx'
import { ConnectDialog } from './source-form-dialogs.tsx'
import { SourceList } from './source-list.tsx'

/** Where alerts come from: who may see the watch sees the list, who may configure it connects and changes sources. */
export function SourcesPage() {
  const text = useText()
  const mayView = usePermission('noc:view')
  const mayChange = usePermission('noc:configure')
  const [{ search }, setSearch] = useUrlState()
  const [isConnecting, setConnecting] = useState(false)
  const [asked, setAsked] = useState<{ question: Question; source: Integration } | null>(null)
  const [granted, setGranted] = useState<{ source: IntegrationWithKey; isRotated: boolean } | null>(null)
  const connect = () => setConnecting(true)
  const title = text(texts.connect)
  useCommands(mayChange ? [{ id: 'sources.connect', title, group: text(texts.sources), run: connect }] : [])
  const connectButton = mayChange && (
    <Button kind="primary" onPress={connect}>
      <Plus aria-hidden />
      {title}
    </Button>
  )
  if (!mayView)
    return (
      <Page title={text(texts.sources)} isFilled>
        <EmptyState title={text(texts.forbidden)}>{text(texts.forbiddenBody)}</EmptyState>
      </Page>
    )
  const searchBox = (
    <FilterBar label={text(texts.sources)}>
      <SearchBox
        label={text(texts.search)}
        value={search ?? ''}
        onChange={(entered) => setSearch({ search: entered }, { replace: true })}
      />
    </FilterBar>
  )
  return (
    <Page title={text(texts.sources)} actions={connectButton} bar={searchBox} isFilled>
      <SourceList
        search={search}
        connectButton={connectButton}
        actions={
          mayChange
            ? (source) => (
                <SourceActions source={source} onAsk={(question) => setAsked({ question, source })} />
              )
            : undefined
        }
      />
      {isConnecting && (
        <ConnectDialog
          onCreated={(source) => {
            setConnecting(false)
            setGranted({ source, isRotated: false })
          }}
          onClose={() => setConnecting(false)}
        />
      )}
      {asked && (
        <QuestionDialog
          {...asked}
          onRotated={(source) => setGranted({ source, isRotated: true })}
          onClose={() => setAsked(null)}
        />
      )}
      {granted && <KeyDialog {...granted} onClose={() => setGranted(null)} />}
    </Page>
  )
}
