import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ActionDialog } from '../../../components/action-dialog.tsx'
import { ActiveBadge } from '../../../components/badge.tsx'
import { ListPage } from '../../../components/list-page.tsx'
import { Needs } from '../../../components/needs.tsx'
import type { RecordColumn } from '../../../components/record-table.tsx'
import { toast } from '../../../components/toast-queue.ts'
import type { Team } from '../../../lib/api/types.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useUrlState } from '../../../lib/url/search.ts'
import { useTeamFields } from './team-fields.ts'
import { texts } from './teams.messages.ts'
import { useCreateTeam, useTeams } from './teams.queries.ts'

export function TeamsPage() {
  const text = useText()
  return (
    <Needs permission="people.view" title={text(texts.teams)}>
      <Teams />
    </Needs>
  )
}

function Teams() {
  const text = useText()
  const [{ search }, setSearch] = useUrlState()
  const list = useTeams(search)
  const [isCreating, setCreating] = useState(false)
  return (
    <ListPage
      title={text(texts.teams)}
      list={list}
      columns={useColumns()}
      empty={text(texts.none)}
      search={{
        value: search ?? '',
        onChange: (entered) => setSearch({ search: entered }, { replace: true }),
      }}
      create={{ permission: 'people.manage', label: text(texts.create), onPress: () => setCreating(true) }}
    >
      {isCreating && <CreateDialog onClose={() => setCreating(false)} />}
    </ListPage>
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

function CreateDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const { mutateAsync } = useCreateTeam()
  const fields = useTeamFields()
  return (
    <ActionDialog
      title={text(texts.create)}
      isOpen
      requires={[]}
      fields={fields}
      submit={text(texts.createVerb)}
      onSubmit={async (values) => {
        const { name } = await mutateAsync(values as never)
        toast({ title: text(texts.saved, { name }), tone: 'good' })
      }}
      onClose={onClose}
    />
  )
}
