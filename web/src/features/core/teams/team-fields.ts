import type { FieldsOf } from '../../../components/action-field.tsx'
import { memberRoles } from '../../../lib/api/facts.gen.ts'
import { loadPeople, loadTeams } from '../../../lib/api/lookups.ts'
import type { Team } from '../../../lib/api/types.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './teams.messages.ts'
import type { MemberInput, TeamInput } from './teams.queries.ts'

/** What is asked of a team, new or known. */
export function useTeamFields(team?: Team): FieldsOf<TeamInput> {
  const text = useText()
  const picked = (record?: { id: number; name: string } | null) =>
    record ? { initial: String(record.id), initialLabel: record.name } : {}
  return {
    name: { kind: 'text', label: text(texts.name), isRequired: true, initial: team?.name },
    description: {
      kind: 'textarea',
      label: text(texts.description),
      isOffered: true,
      initial: team?.description,
    },
    email: { kind: 'text', label: text(texts.email), isOffered: true, initial: team?.email ?? undefined },
    manager_id: {
      kind: 'lookup',
      label: text(texts.manager),
      load: loadPeople,
      isOffered: true,
      toValue: Number,
      ...picked(team?.manager),
    },
    escalation_team_id: {
      kind: 'lookup',
      label: text(texts.nextTier),
      description: text(texts.nextTierHint),
      load: loadTeams,
      isOffered: true,
      toValue: Number,
      ...picked(team?.escalation_team),
    },
  }
}

export function useMemberFields(): FieldsOf<MemberInput> {
  const text = useText()
  return {
    user_id: {
      kind: 'lookup',
      label: text(texts.person),
      load: loadPeople,
      isRequired: true,
      toValue: Number,
    },
    role: {
      kind: 'select',
      label: text(texts.role),
      options: memberRoles.map((id) => ({ id, label: text(texts[id]) })),
      initial: 'member',
      isRequired: true,
    },
  }
}
