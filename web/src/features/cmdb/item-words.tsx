import { Badge } from '../../components/badge.tsx'
import type { Option } from '../../components/option-list.tsx'
import { type Message, useText } from '../../lib/i18n/messages.ts'
import { criticalityWords, lifeWords } from './cmdb.messages.ts'

type Words = Readonly<Record<string, Message>>

export function useItemOptions() {
  const text = useText()
  return (words: Words): Option[] =>
    Object.entries(words).map(([id, message]) => ({ id, label: text(message) }))
}

/** The word for a value, or the value itself where nobody named it. */
function Word({ words, value }: { words: Words; value: string }) {
  const text = useText()
  const message = words[value]
  return message ? text(message) : value.replaceAll('_', ' ')
}

export const Nothing = () => <span className="text-faint">–</span>

export const Life = ({ status }: { status: string }) => (
  <Badge tone={status === 'live' ? 'good' : 'neutral'}>
    <Word words={lifeWords} value={status} />
  </Badge>
)

const tones = { high: 'danger', medium: 'notice' } as const

export function Criticality({ level }: { level: string | null }) {
  if (level === null) return <Nothing />
  return (
    <Badge tone={tones[level as keyof typeof tones] ?? 'neutral'}>
      <Word words={criticalityWords} value={level} />
    </Badge>
  )
}
