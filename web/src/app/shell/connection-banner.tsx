import { WifiOff } from 'lucide-react'
import { useClock } from '../../lib/clock.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useLiveState } from '../../lib/live/live.ts'
import { useOnline } from '../../lib/media.ts'
import { texts } from '../app.messages.ts'

/** A reconnect within this is nobody's business. */
const QUIET_SECONDS = 3

/** Says that the page is no longer live, since when, and what happens instead. */
export function ConnectionBanner() {
  const text = useText()
  const isOnline = useOnline()
  const { status, since } = useLiveState()
  const seconds = useClock((now) => Math.max(0, Math.round((now - since) / 1000)))
  const isLost = status === 'retrying' && seconds >= QUIET_SECONDS
  if (isOnline && !isLost) return null
  return (
    <div className="flex items-center gap-2 border-notice border-s-3 bg-notice/12 px-4 py-1.5">
      <WifiOff aria-hidden className="size-4 shrink-0 text-notice" />
      {isOnline ? text(texts.liveLost, { seconds }) : text(texts.offlineBanner)}
    </div>
  )
}
