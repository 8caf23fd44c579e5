import { Link } from '@tanstack/react-router'
import { ActiveBadge } from '../../../components/badge.tsx'
import { CreateDialog } from '../../../components/create-dialog.tsx'
import { ListPage } from '../../../components/list-page.tsx'
import type { RecordColumn } from '../../../components/record-table.tsx'
import type { Team } from '../../../lib/api/types.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useTeamFields } from './team-fields.ts'
import { texts } from './teams.messages.ts'
import { readTeams, type TeamInput, useCreateTeam } from './teams.queries.ts'

export function TeamsPage() {
  const text = useText()
  return (
    <ListPage
      title={text(texts.teams)}
      permission="people.view"
      noun="teams"
      read={readTeams}
      columns={useColumns()}
      empty={text(texts.none)}
      create={{
        permission: 'people.manage',
        label: text(texts.create),
        dialog: (close) => <NewTeam onClose={close} />,
      }}
    />
  )
}

function useColumns(): RecordColumn<Team>[] {
  const text = useText()
  return [
    {
      title: text(texts.name),
      cell: ({ id, name }) => (
        <Link to="/teams/$id" params={{ id: String(id) }} className="hover:text-accent-ink hover:underline">
          {name}
        </Link>
      ),
    },
    {
      title: text(texts.members),
      cell: ({ members }) => <span className="tabular-nums">{members.length}</span>,
    },
    { title: text(texts.manager), cell: ({ manager }) => manager?.name, isWide: true },
    { title: text(texts.nextTier), cell: ({ escalation_team }) => escalation_team?.name, isWide: true },
    { title: text(texts.state), cell: ({ is_active }) => <ActiveBadge isActive={is_active} /> },
  ]
}

function NewTeam({ onClose }: { onClose: () => void }) {
  const text = useText()
  const { mutateAsync } = useCreateTeam()
  const fields = useTeamFields()
  return (
    <CreateDialog<TeamInput>
      title={text(texts.create)}
      fields={fields}
      create={mutateAsync}
      onClose={onClose}
    />
  )
}
