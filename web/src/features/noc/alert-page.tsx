import { Page } from '../../components/page.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './noc.messages.ts'

export function AlertPage({ id }: { id: number }) {
  const text = useText()
  return <Page title={text(texts.alert, { id })}>{null}</Page>
}
