import type { AlertSummary } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import type { Command } from '../../lib/shortcuts/registry.ts'
import { useCommands } from '../../lib/shortcuts/use-commands.ts'
import { verbLooks, verbs } from './alert-verbs.ts'
import { texts, verbTexts } from './noc.messages.ts'
import type { AlertVerbs } from './use-alert-verbs.tsx'

/** The keys for what can be done with alerts; `others` are those of the page. */
export function useAlertCommands(
  hands: AlertVerbs,
  alerts: () => readonly AlertSummary[],
  others: readonly Omit<Command, 'group'>[] = [],
) {
  const text = useText()
  const group = text(texts.group)
  useCommands([
    ...verbs.map((verb) => ({
      id: `noc.${verb}`,
      title: text(verbTexts[verb]),
      group,
      ...(verbLooks[verb].keys && { keys: verbLooks[verb].keys }),
      run: () => void hands.start(verb, alerts()),
    })),
    {
      id: 'noc.take',
      title: text(texts.takeIt),
      group,
      keys: 'i',
      run: () => void hands.take(alerts()),
    },
    ...others.map((command) => ({ ...command, group })),
  ])
}
