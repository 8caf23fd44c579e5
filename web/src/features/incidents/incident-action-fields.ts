import { useIntl } from 'react-intl'
import type { ActionField } from '../../components/action-form.tsx'
import type { OptionLoader } from '../../components/combo-box.tsx'
import { loadPeople, loadTeams } from '../../lib/api/lookups.ts'
import type { IncidentSummary } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { actionTexts } from './incident-actions.messages.ts'
import { fieldWords, holdWords, resolutionWords } from './incident-fields.messages.ts'
import { useOptions } from './incident-words.ts'

type Fields = Record<string, ActionField>

/** How each action asks for what it takes. The record's `requires` says what must be there; here is what else is offered. */
export function useActionFields(action: string, incident: IncidentSummary | undefined): Fields {
  const text = useText()
  const options = useOptions()
  const until = useUntil()
  const lookups = useLookups(incident)
  const isStaff = usePermission('incidents.read_internal')
  const reason: ActionField = { kind: 'textarea', label: text(fieldWords.reason) }
  const comment: ActionField = {
    kind: 'textarea',
    label: text(fieldWords.comment),
    description: isStaff ? text(actionTexts.commentHint) : undefined,
    isOffered: true,
  }
  const fields: Record<string, Fields> = {
    assign: { ...lookups('assignee_id'), comment },
    escalate: { reason, ...lookups('user_id') },
    hold: {
      hold_reason: { kind: 'select', label: text(fieldWords.hold_reason), options: options(holdWords) },
      hold_until: { ...until, label: text(fieldWords.hold_until), isOffered: true },
      comment,
    },
    resolve: {
      resolution_code: {
        kind: 'select',
        label: text(fieldWords.resolution_code),
        options: options(resolutionWords),
      },
      resolution_notes: { kind: 'textarea', label: text(fieldWords.resolution_notes) },
    },
    close: { comment },
    reopen: { reason },
    cancel: { reason },
  }
  return fields[action] ?? {}
}

/** Whether pressing the button can act at once. */
export const asksNothing = (action: string) => action === 'acknowledge' || action === 'resume'

/** Person and team, where the caller may see them; when assigning, with who has it now. What is left empty stays as it is. */
function useLookups(incident: IncidentSummary | undefined) {
  const text = useText()
  const maySeePeople = usePermission('people.view')
  const lookup = (label: string, load: OptionLoader, now: IncidentSummary['team'] = null): ActionField => ({
    kind: 'lookup',
    label,
    load,
    description: now ? text(actionTexts.now, { name: now.name }) : undefined,
    isOffered: true,
    toValue: Number,
  })
  return (person: 'assignee_id' | 'user_id'): Fields => {
    if (!maySeePeople) return {}
    const now = person === 'assignee_id' ? incident : undefined
    return {
      [person]: lookup(text(fieldWords[person]), loadPeople, now?.assignee),
      team_id: lookup(text(fieldWords.team_id), loadTeams, now?.team),
    }
  }
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Times that people mean when they put something aside; in the zone of this browser. */
function useUntil() {
  const text = useText()
  const intl = useIntl()
  const now = Date.now()
  const nine = (daysAhead: number) => new Date(new Date(now + daysAhead * DAY_MS).setHours(9, 0, 0, 0))
  const daysToMonday = (8 - new Date(now).getDay()) % 7 || 7
  const times: [keyof typeof actionTexts, Date][] = [
    ['hour', new Date(now + HOUR_MS)],
    ['fourHours', new Date(now + 4 * HOUR_MS)],
    ['tomorrow', nine(1)],
    ['monday', nine(daysToMonday)],
    ['week', nine(7)],
  ]
  return {
    kind: 'select' as const,
    options: times.map(([id, time]) => ({
      id,
      label: text(actionTexts[id]),
      detail: intl.formatDate(time, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: 'numeric',
        minute: 'numeric',
      }),
    })),
    toValue: (id: string) => times.find(([each]) => each === id)?.[1].toISOString(),
  }
}
