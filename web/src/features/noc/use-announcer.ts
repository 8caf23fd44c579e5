import { useRef, useState } from 'react'
import type { AlertSummary } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './noc.messages.ts'
import { usePaced } from './use-paced.ts'

const EVERY_MS = 5000

/** One sentence for screen readers about what has arrived, at most every five seconds. */
export function useAnnouncer() {
  const text = useText()
  const heard = useRef({ count: 0, critical: 0 })
  const [sentence, setSentence] = useState('')
  const say = usePaced(() => {
    setSentence(text(texts.announce, heard.current))
    heard.current = { count: 0, critical: 0 }
  }, EVERY_MS)
  function announce(alerts: readonly AlertSummary[]) {
    heard.current.count += alerts.length
    heard.current.critical += alerts.filter(({ severity }) => severity === 'critical').length
    say()
  }
  return { sentence, announce }
}
