import type { ActionField, Entered } from '../../components/action-field.tsx'
import type { OptionLoader } from '../../components/combo-box.tsx'
import { loadPeople, loadTeams } from '../../lib/api/lookups.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import type { Actionable } from './incident.actions.ts'
import { actionTexts } from './incident-actions.messages.ts'
import { escalationWords, fieldWords } from './incident-fields.messages.ts'
import { useOptions } from './incident-words.ts'

/** Who gets the work: assigning shows who has it now, and what is taken away is left to nobody. */
export function useAssignFields(incident: Actionable | undefined) {
  const text = useText()
  const maySeePeople = usePermission('people.view')
  return (_: Entered, demanded: readonly string[]) => {
    const isHandover = demanded.includes('comment')
    const holder = (label: string, load: OptionLoader, now: Actionable['team'] = null) =>
      lookup(label, load, {
        isOffered: maySeePeople,
        ...(now && { initial: String(now.id), initialLabel: now.name }),
      })
    return {
      assignee_id: holder(text(fieldWords.assignee_id), loadPeople, incident?.assignee),
      team_id: holder(text(fieldWords.team_id), loadTeams, incident?.team),
      comment: {
        kind: 'textarea' as const,
        label: text(fieldWords.comment),
        description: text(isHandover ? actionTexts.handoverHint : actionTexts.commentHint),
        isOffered: true,
      },
    }
  }
}

/** Functional: to the next tier or whoever is named; hierarchical: a manager beside the work. */
export function useEscalateFields() {
  const text = useText()
  const options = useOptions()
  const isOffered = usePermission('people.view')
  return ({ kind }: Entered) => {
    const isToManager = kind === 'hierarchical'
    const description = text(isToManager ? actionTexts.managerHint : actionTexts.nextTierHint)
    const person = lookup(text(isToManager ? actionTexts.manager : fieldWords.user_id), loadPeople, {
      isOffered,
      ...(isToManager && { description }),
    })
    const team = lookup(text(fieldWords.team_id), loadTeams, { isOffered, description })
    const how: ActionField = {
      kind: 'select',
      label: text(fieldWords.kind),
      options: options(escalationWords),
      initial: 'functional',
      isRequired: true,
    }
    const reason: ActionField = { kind: 'textarea', label: text(fieldWords.reason) }
    return { kind: how, ...(!isToManager && { team_id: team }), user_id: person, reason }
  }
}

const lookup = (
  label: string,
  load: OptionLoader,
  more: Pick<ActionField, 'isOffered' | 'description' | 'initial'> & { initialLabel?: string },
): ActionField => ({ kind: 'lookup', label, load, toValue: Number, ...more })
