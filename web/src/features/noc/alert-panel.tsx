import { Link } from '@tanstack/react-router'
import { Maximize2, X } from 'lucide-react'
import { buttonStyle } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { ErrorState, LoadingState } from '../../components/state.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { useCommands } from '../../lib/shortcuts/use-commands.ts'
import { AlertBody, AlertState, AlertVerbButtons } from './alert-detail.tsx'
import { texts } from './noc.messages.ts'
import { useAlert } from './use-alert.ts'
import type { AlertVerbs } from './use-alert-verbs.tsx'

interface AlertPanelProps {
  id: number
  hands: AlertVerbs
  onClose: () => void
}

/** An alert beside the list that it was opened from; the list goes on living. */
export function AlertPanel({ id, hands, onClose }: AlertPanelProps) {
  const text = useText()
  const { alert, summary, problem, retry } = useAlert(id)
  const label = summary?.title ?? text(texts.alert, { id })
  useCommands([
    {
      id: 'noc.closePanel',
      title: text(texts.closePanel),
      group: text(texts.group),
      keys: 'escape',
      isHidden: true,
      run: onClose,
    },
  ])
  return (
    <aside
      aria-label={label}
      className="flex w-[clamp(24rem,36vw,34rem)] shrink-0 flex-col border-line border-s"
    >
      <header className="flex shrink-0 flex-col gap-2.5 border-line border-b px-4 py-3">
        <div className="flex items-start gap-2">
          <h2 className="min-w-0 grow break-words font-semibold text-lg">{label}</h2>
          <Link
            to="/noc/alerts/$id"
            params={{ id: String(id) }}
            aria-label={text(texts.fullPage)}
            title={text(texts.fullPage)}
            className={buttonStyle({ kind: 'quiet', size: 'sm', isIcon: true })}
          >
            <Maximize2 aria-hidden />
          </Link>
          <IconButton size="sm" icon={X} label={text(texts.closePanel)} keys="escape" onPress={onClose} />
        </div>
        {summary && <AlertState alert={summary} />}
        {summary && <AlertVerbButtons alert={summary} hands={hands} />}
      </header>
      <div className="min-h-0 grow overflow-auto px-4 py-4">
        {summary ? (
          <AlertBody summary={summary} alert={alert} />
        ) : problem ? (
          <ErrorState problem={problem} onRetry={retry} />
        ) : (
          <LoadingState />
        )}
      </div>
    </aside>
  )
}
