import { Pause, Play } from 'lucide-react'
import { useMemo, useState } from 'react'
import { IconButton } from '../../components/icon-button.tsx'
import { Page } from '../../components/page.tsx'
import { EmptyState } from '../../components/state.tsx'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useUrlState } from '../../lib/url/search.ts'
import { AlertFilters } from './alert-filters.tsx'
import { AlertList } from './alert-list.tsx'
import { alertQueryOf } from './alert-query.ts'
import { texts } from './noc.messages.ts'
import { SeverityStrip } from './severity-strip.tsx'
import { useAlertTotal } from './use-alert-feed.ts'

/** The alert console: what is wrong now, kept true by the live stream, and acted on by key. */
export function AlertConsole() {
  const text = useText()
  if (usePermission('noc:view')) return <Console />
  return (
    <Page title={text(texts.alerts)} isFilled>
      <EmptyState title={text(texts.forbidden)}>
        {text(texts.forbiddenBody, { permission: 'noc:view' })}
      </EmptyState>
    </Page>
  )
}

function Console() {
  const text = useText()
  const [search] = useUrlState()
  const asked = JSON.stringify(alertQueryOf(search))
  // The same object for as long as the same is asked, whatever else changes in the address.
  const query = useMemo(() => JSON.parse(asked) as ReturnType<typeof alertQueryOf>, [asked])
  const total = useAlertTotal(query)
  const [isFrozen, setFrozen] = useState(false)
  const freeze = () => setFrozen(!isFrozen)
  return (
    <Page
      title={text(texts.alerts)}
      note={total && text(texts.total, { count: total.count, more: total.isExact ? '' : '+' })}
      actions={
        <>
          <SeverityStrip />
          <IconButton
            size="sm"
            icon={isFrozen ? Play : Pause}
            kind={isFrozen ? 'primary' : 'quiet'}
            label={text(isFrozen ? texts.resume : texts.freeze)}
            keys="b"
            placement="bottom"
            onPress={freeze}
          />
        </>
      }
      bar={<AlertFilters />}
      isFilled
    >
      <AlertList query={query} total={total?.count} isFrozen={isFrozen} onFreeze={freeze} />
    </Page>
  )
}
