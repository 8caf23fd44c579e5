import { Page } from '../../components/page.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './incidents.messages.ts'

export function NewIncidentPage() {
  const text = useText()
  return <Page title={text(texts.newIncident)}>{null}</Page>
}
