import { Pencil, Power } from 'lucide-react'
import { useState } from 'react'
import { ActionDialog } from '../../../components/action-dialog.tsx'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { FactList } from '../../../components/fact-list.tsx'
import { Needs } from '../../../components/needs.tsx'
import { Page } from '../../../components/page.tsx'
import { ErrorState, LoadingState } from '../../../components/state.tsx'
import { toast } from '../../../components/toast-queue.ts'
import type { Team } from '../../../lib/api/types.ts'
import { usePermission } from '../../../lib/api/use-session.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useTeamFields } from './team-fields.ts'
import { TeamMembers } from './team-members.tsx'
import { texts } from './teams.messages.ts'
import { type TeamInput, useEditTeam, useSwitchTeam, useTeam } from './teams.queries.ts'

export function TeamPage({ id }: { id: number }) {
  const text = useText()
  return (
    <Needs permission="people.view" title={text(texts.team)}>
      <TeamRecord id={id} />
    </Needs>
  )
}

function TeamRecord({ id }: { id: number }) {
  const text = useText()
  const { data: team, error, refetch } = useTeam(id)
  const mayChange = usePermission('people.manage')
  if (!team)
    return (
      <Page title={text(texts.team)}>
        {error ? <ErrorState problem={error} onRetry={() => void refetch()} /> : <LoadingState rows={6} />}
      </Page>
    )
  const { name, description, email, manager, escalation_team, is_active } = team
  return (
    <Page
      title={name}
      note={!is_active && text(words.inactive)}
      actions={mayChange && <TeamActions team={team} />}
    >
      <div className="grid max-w-5xl items-start gap-4 lg:grid-cols-2">
        <Card title={text(texts.team)}>
          <FactList
            facts={[
              [text(texts.description), description],
              [text(texts.email), email],
              [text(texts.manager), manager?.name],
              [text(texts.nextTier), escalation_team?.name],
              [text(texts.state), text(is_active ? words.active : words.inactive)],
            ]}
          />
        </Card>
        <TeamMembers team={team} mayChange={mayChange} />
      </div>
    </Page>
  )
}

function TeamActions({ team }: { team: Team }) {
  const text = useText()
  const [isEditing, setEditing] = useState(false)
  const { mutate, isPending } = useSwitchTeam()
  const { id, is_active } = team
  return (
    <>
      <Button size="sm" onPress={() => setEditing(true)}>
        <Pencil aria-hidden />
        {text(texts.edit)}
      </Button>
      <Button size="sm" isPending={isPending} onPress={() => mutate({ id, body: { is_active: !is_active } })}>
        <Power aria-hidden />
        {text(is_active ? texts.deactivate : texts.activate)}
      </Button>
      {isEditing && <EditDialog team={team} onClose={() => setEditing(false)} />}
    </>
  )
}

function EditDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const text = useText()
  const { mutateAsync } = useEditTeam()
  const fields = useTeamFields(team)
  const { id, version, name } = team
  return (
    <ActionDialog<TeamInput>
      title={text(texts.editTitle, { name })}
      isOpen
      requires={[]}
      fields={fields}
      submit={text(words.save)}
      onSubmit={async (body) => {
        await mutateAsync({ id, version, body: { ...body, description: body.description ?? '' } })
        toast({ title: text(words.saved, { name }), tone: 'good' })
      }}
      onClose={onClose}
    />
  )
}
