import { Page } from '../../components/page.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './incidents.messages.ts'

export function IncidentPage({ id }: { id: number }) {
  const text = useText()
  return <Page title={text(texts.incident, { id })}>{null}</Page>
}
