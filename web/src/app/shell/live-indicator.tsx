import { Tooltip } from '../../components/tooltip.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { useLiveState } from '../../lib/live/live.ts'
import { texts } from '../app.messages.ts'

const dots = {
  live: 'bg-good',
  connecting: 'animate-pulse bg-faint',
  retrying: 'animate-pulse bg-notice',
  offline: 'bg-danger',
}

/** Whether what is on the screen is the present. */
export function LiveIndicator() {
  const text = useText()
  const { status } = useLiveState()
  return (
    <Tooltip text={text(status === 'live' ? texts.liveHint : texts.pollingHint)} placement="bottom" isPlain>
      <span
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip explains the state to keyboard users too
        tabIndex={0}
        aria-label={text(texts[status])}
        className="flex h-8 items-center gap-2 rounded-md px-2 text-muted text-sm"
      >
        <span className={`size-2 rounded-full ${dots[status]}`} />
        <span className="hidden sm:inline">{text(texts[status])}</span>
      </span>
    </Tooltip>
  )
}
