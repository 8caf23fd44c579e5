import { BulkBar } from '../../components/bulk-bar.tsx'
import { Button } from '../../components/button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import type { AlertSummary } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { type Verb, verbLooks, verbs } from './alert-verbs.ts'
import { partTexts, texts, verbTexts } from './noc.messages.ts'
import type { AlertVerbs } from './use-alert-verbs.tsx'

interface AlertBulkBarProps {
  alerts: readonly AlertSummary[]
  hands: AlertVerbs
  onClear: () => void
}

/** The verbs that some of the selected alerts allow, and for how many of them. */
export function AlertBulkBar({ alerts, hands, onClear }: AlertBulkBarProps) {
  const text = useText()
  const count = alerts.length
  const ableTo = (verb: Verb) => hands.ableTo(verb, alerts).length
  const offers = verbs
    .map((verb) => ({ verb, able: ableTo(verb) }))
    .filter(({ verb, able }) => able > 0 && count <= verbLooks[verb].atOnce)
    // Where there is something to acknowledge, taking back is not what somebody came for.
    .filter(({ verb }) => verb !== 'unack' || ableTo('ack') === 0)
  const partial = offers.filter(({ able }) => able < count)
  return (
    <BulkBar
      label={text(texts.selected, { count })}
      preview={partial.map(({ verb, able }) => text(partTexts[verb], { able, count })).join(' · ')}
      clear={text(texts.clearSelection)}
      onClear={onClear}
    >
      {offers.map(({ verb }, place) => (
        <VerbButton
          key={verb}
          verb={verb}
          isFirst={place === 0}
          onPress={() => hands.start(verb, alerts)}
          title={text(verbTexts[verb])}
        />
      ))}
    </BulkBar>
  )
}

interface VerbButtonProps {
  verb: Verb
  title: string
  isFirst: boolean
  onPress: () => void
}

export function VerbButton({ verb, title, isFirst, onPress }: VerbButtonProps) {
  const { icon: Icon, keys } = verbLooks[verb]
  const button = (
    <Button size="sm" kind={isFirst ? 'primary' : 'secondary'} onPress={onPress}>
      <Icon aria-hidden />
      {title}
    </Button>
  )
  return keys ? <Tooltip text={<Kbd keys={keys} />}>{button}</Tooltip> : button
}
