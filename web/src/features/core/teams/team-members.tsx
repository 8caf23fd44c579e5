import { Link } from '@tanstack/react-router'
import { ChevronDown, Plus } from 'lucide-react'
import { useState } from 'react'
import { ActionDialog } from '../../../components/action-dialog.tsx'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Menu, MenuItem, MenuSection } from '../../../components/menu.tsx'
import { memberRoles } from '../../../lib/api/facts.gen.ts'
import type { Team } from '../../../lib/api/types.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useMemberFields } from './team-fields.ts'
import { texts } from './teams.messages.ts'
import { type MemberInput, useAddMember, useChangeMember, useRemoveMember } from './teams.queries.ts'

type Member = Team['members'][number]

/** Who is in the team, and as what. */
export function TeamMembers({ team, mayChange }: { team: Team; mayChange: boolean }) {
  const text = useText()
  const [isAdding, setAdding] = useState(false)
  const button = mayChange && (
    <Button size="sm" onPress={() => setAdding(true)}>
      <Plus aria-hidden />
      {text(texts.add)}
    </Button>
  )
  return (
    <Card title={text(texts.members)} actions={button}>
      {team.members.length === 0 && <p className="text-muted">{text(texts.noMembers)}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {team.members.map((member) => (
          <li key={member.id} className="flex min-h-10 flex-wrap items-center gap-2 py-1">
            <Link to="/people/$id" params={{ id: String(member.id) }} className="grow hover:underline">
              {member.name}
            </Link>
            {mayChange ? (
              <MemberControls teamId={team.id} member={member} />
            ) : (
              <span className="text-muted">{text(texts[member.role])}</span>
            )}
          </li>
        ))}
      </ul>
      {isAdding && <AddDialog teamId={team.id} onClose={() => setAdding(false)} />}
    </Card>
  )
}

function MemberControls({ teamId: id, member }: { teamId: number; member: Member }) {
  const text = useText()
  const { mutate: change } = useChangeMember()
  const remove = useRemoveMember()
  const label = text(texts.roleOf, { name: member.name })
  return (
    <>
      <Menu
        label={label}
        trigger={
          <Button size="sm" kind="quiet">
            <span className="sr-only">{label}: </span>
            {text(texts[member.role])}
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        <MenuSection
          title={label}
          value={member.role}
          onChange={(role) => change({ id, body: { user_id: member.id, role: role as Member['role'] } })}
        >
          {memberRoles.map((role) => (
            <MenuItem key={role} id={role} label={text(texts[role])} />
          ))}
        </MenuSection>
      </Menu>
      <Button
        size="sm"
        kind="quiet"
        isPending={remove.isPending}
        onPress={() => remove.mutate({ id, user_id: member.id })}
      >
        {text(texts.remove)}
        <span className="sr-only"> {member.name}</span>
      </Button>
    </>
  )
}

function AddDialog({ teamId: id, onClose }: { teamId: number; onClose: () => void }) {
  const text = useText()
  const { mutateAsync } = useAddMember()
  const fields = useMemberFields()
  return (
    <ActionDialog<MemberInput>
      title={text(texts.add)}
      isOpen
      requires={[]}
      fields={fields}
      submit={text(texts.addVerb)}
      onSubmit={(body) => mutateAsync({ id, body })}
      onClose={onClose}
    />
  )
}
