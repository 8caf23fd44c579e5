import { Page } from '../../components/page.tsx'
import { EmptyState } from '../../components/state.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './incidents.messages.ts'

export function IncidentQueue() {
  const text = useText()
  return (
    <Page title={text(texts.incidents)} isFilled>
      <EmptyState title={text(texts.none)} />
    </Page>
  )
}
