import { useState } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { RelativeTime } from '../../../components/relative-time.tsx'
import { ErrorState, LoadingState } from '../../../components/state.tsx'
import { useText } from '../../../lib/i18n/messages.ts'
import { Card } from './card.tsx'
import { Credential } from './credential.tsx'
import { type Ended, EndQuestion } from './end-question.tsx'
import { sessionTexts as texts } from './sessions.messages.ts'
import { type OwnSession, useSessions } from './sessions.queries.ts'
import { useDevice } from './use-device.ts'

/** Where somebody is signed in. */
export function SessionsCard() {
  const text = useText()
  const { data: sessions, error, refetch } = useSessions()
  const [asked, ask] = useState<Ended | null>(null)
  return (
    <Card title={text(texts.title)} hint={text(texts.hint)}>
      {sessions ? (
        <SessionList sessions={sessions} onEnd={ask} />
      ) : error ? (
        <ErrorState problem={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingState rows={2} />
      )}
      {asked && <EndQuestion ended={asked} onClose={() => ask(null)} />}
    </Card>
  )
}

interface SessionListProps {
  sessions: readonly OwnSession[]
  onEnd: (ended: Ended) => void
}

function SessionList({ sessions, onEnd }: SessionListProps) {
  const text = useText()
  const hasOthers = sessions.some(({ is_current }) => !is_current)
  return (
    <>
      <ul className="flex flex-col divide-y divide-line pb-3">
        {sessions.map((session) => (
          <SessionEntry key={session.id} session={session} onEnd={() => onEnd(session)} />
        ))}
      </ul>
      {hasOthers ? (
        <Button onPress={() => onEnd('others')}>{text(texts.endAll)}</Button>
      ) : (
        <p className="text-muted">{text(texts.alone)}</p>
      )}
    </>
  )
}

/** The one at work is left by signing out. */
function SessionEntry({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const text = useText()
  const device = useDevice()(session.user_agent)
  const { address, created_at, last_used_at, is_current } = session
  const title = (
    <>
      <span title={session.user_agent ?? undefined}>{device}</span>
      {is_current && <Badge tone="good">{text(texts.current)}</Badge>}
    </>
  )
  const facts = [
    [text(texts.address), address ?? '–'],
    [text(texts.since), <RelativeTime key="since" value={created_at} />],
    [text(texts.used), <RelativeTime key="used" value={last_used_at} />],
  ] as const
  const end = !is_current && (
    <Button size="sm" onPress={onEnd}>
      {text(texts.end)}
      <span className="sr-only"> {device}</span>
    </Button>
  )
  return <Credential title={title} facts={facts} action={end} />
}
