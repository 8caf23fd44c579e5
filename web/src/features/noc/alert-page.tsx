import { Link } from '@tanstack/react-router'
import { buttonStyle } from '../../components/button.tsx'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/state.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { useMedia } from '../../lib/media.ts'
import { useTitle } from '../../lib/title.ts'
import { AlertBody, AlertState, AlertVerbButtons } from './alert-detail.tsx'
import { useAlertCommands } from './console-commands.ts'
import { texts } from './noc.messages.ts'
import { useAlert } from './use-alert.ts'
import { useAlertVerbs } from './use-alert-verbs.tsx'

/** One alert with all that is known of it, and what can be done with it. */
export function AlertPage({ id }: { id: number }) {
  const text = useText()
  const isWide = useMedia('(min-width: 1024px)')
  const { alert, summary, problem, retry } = useAlert(id)
  const hands = useAlertVerbs()
  useAlertCommands(hands, () => (summary ? [summary] : []))
  const title = summary?.title ?? text(texts.alert, { id })
  // After the page's own, which is short where the title needs several lines.
  useTitle(title)
  if (!summary && problem) return <Missing id={id} isGone={problem.status === 404} {...{ problem, retry }} />
  return (
    <Page
      title={isWide ? title : text(texts.alert, { id })}
      note={isWide ? `#${id}` : undefined}
      bar={
        summary && (
          <>
            {!isWide && <h2 className="break-words font-semibold text-lg">{title}</h2>}
            <AlertState alert={summary} />
            <AlertVerbButtons alert={summary} hands={hands} />
          </>
        )
      }
    >
      {summary ? <AlertBody summary={summary} alert={alert} isWide={isWide} /> : <LoadingState />}
      {hands.dialogs}
    </Page>
  )
}

interface MissingProps {
  id: number
  isGone: boolean
  problem: Parameters<typeof ErrorState>[0]['problem']
  retry: () => void
}

function Missing({ id, isGone, problem, retry }: MissingProps) {
  const text = useText()
  const back = (
    <Link to="/noc/alerts" className={buttonStyle()}>
      {text(texts.backToList)}
    </Link>
  )
  return (
    <Page title={text(texts.alert, { id })}>
      {isGone ? (
        <EmptyState kind="filtered" title={text(texts.notFound)} action={back}>
          {text(texts.notFoundBody)}
        </EmptyState>
      ) : (
        <ErrorState problem={problem} onRetry={retry} />
      )}
    </Page>
  )
}
