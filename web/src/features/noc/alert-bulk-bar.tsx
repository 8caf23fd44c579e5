import { BulkBar } from '../../components/bulk-bar.tsx'
import { Button } from '../../components/button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import type { AlertSummary } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { type Verb, verbLooks, verbs } from './alert-verbs.ts'
import { partTexts, texts, verbTexts } from './noc.messages.ts'
import type { useAlertList } from './use-alert-list.ts'
import type { AlertVerbs } from './use-alert-verbs.tsx'
import { MOST_SELECTED, type Selection } from './use-selection.ts'

interface AlertBulkBarProps {
  list: ReturnType<typeof useAlertList>
  /** How many match at the server. */
  total: number | undefined
}

/** The verbs that some of the selected alerts allow, and for how many of them. */
export function AlertBulkBar({ list, total }: AlertBulkBarProps) {
  const text = useText()
  const { verbs: hands, selection, chosen: alerts } = list
  const count = alerts.length
  const offers = selection.readSoFar === undefined ? offersFor(alerts, hands) : []
  const partial = offers.filter(({ able }) => able < count)
  return (
    <BulkBar
      label={useLabel(selection, count, total)}
      preview={partial.map(({ verb, able }) => text(partTexts[verb], { able, count })).join(' · ')}
      clear={text(texts.clearSelection)}
      onClear={() => selection.select(new Set())}
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
      <SelectMore list={list} total={total} />
    </BulkBar>
  )
}

function offersFor(alerts: readonly AlertSummary[], hands: AlertVerbs) {
  const ableTo = (verb: Verb) => hands.ableTo(verb, alerts).length
  return (
    verbs
      .map((verb) => ({ verb, able: ableTo(verb) }))
      .filter(({ verb, able }) => able > 0 && alerts.length <= verbLooks[verb].atOnce)
      // Where there is something to acknowledge, taking back is not what somebody came for.
      .filter(({ verb }) => verb !== 'unack' || ableTo('ack') === 0)
  )
}

function useLabel({ readSoFar, extent }: Selection, count: number, total = count) {
  const text = useText()
  // The total was counted a moment ago, and to 10,000 at most.
  if (readSoFar !== undefined)
    return text(texts.selecting, { count: readSoFar, total: Math.max(readSoFar, total) })
  if (extent === 'all') return text(texts.selectedAll, { count })
  if (extent === 'cut') return text(texts.selectedCut, { count, total: Math.max(count, total) })
  return text(texts.selected, { count })
}

/** With all rows selected, the way to those that are not read yet; by key it is the second Ctrl+A. */
function SelectMore({ list: { feed, rows, selection }, total }: AlertBulkBarProps) {
  const text = useText()
  const isOffered = feed.hasMore && selection.extent === 'some' && selection.readSoFar === undefined
  if (!isOffered || !total || !rows.every(({ id }) => selection.selected.has(id))) return null
  return (
    <Button size="sm" kind="quiet" onPress={selection.selectAll}>
      {total > MOST_SELECTED
        ? text(texts.selectFirst, { most: MOST_SELECTED, total })
        : text(texts.selectAll, { total })}
    </Button>
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
