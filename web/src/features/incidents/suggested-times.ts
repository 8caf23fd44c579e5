import type { SuggestedTime } from '../../components/time-field.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { actionTexts } from './incident-actions.messages.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Times that people mean when they put something aside; in the zone of this browser. */
export function useSuggestedTimes(): SuggestedTime[] {
  const text = useText()
  const now = Date.now()
  const nine = (daysAhead: number) => new Date(new Date(now + daysAhead * DAY_MS).setHours(9, 0, 0, 0))
  const daysToMonday = (8 - new Date(now).getDay()) % 7 || 7
  return [
    { label: text(actionTexts.hour), time: new Date(now + HOUR_MS) },
    { label: text(actionTexts.fourHours), time: new Date(now + 4 * HOUR_MS) },
    { label: text(actionTexts.tomorrow), time: nine(1) },
    { label: text(actionTexts.monday), time: nine(daysToMonday) },
    { label: text(actionTexts.week), time: nine(7) },
  ]
}
