import { Page } from '../../components/page.tsx'
import { EmptyState } from '../../components/state.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './noc.messages.ts'

export function AlertConsole() {
  const text = useText()
  return (
    <Page title={text(texts.alerts)} isFilled>
      <EmptyState kind="done" title={text(texts.allQuiet)} />
    </Page>
  )
}
