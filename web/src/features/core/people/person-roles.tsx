import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { ActionDialog } from '../../../components/action-dialog.tsx'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { ErrorState, LoadingState } from '../../../components/state.tsx'
import type { User, UserRole } from '../../../lib/api/types.ts'
import { usePermission, useUser } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { useRoles } from '../roles/roles.queries.ts'
import { texts } from './people.messages.ts'
import { useGrantRole, useGrants, useTakeRole } from './people.queries.ts'
import { type RoleInScope, useGrantFields } from './person-fields.ts'

/** What somebody may do, by the roles they have. Nobody changes their own. */
export function PersonRoles({ person }: { person: User }) {
  const text = useText()
  const mayGrant = usePermission('roles.grant')
  const mayChange = useUser().id !== person.id && mayGrant && !person.anonymised_at
  const [isGranting, setGranting] = useState(false)
  const button = mayChange && (
    <Button size="sm" onPress={() => setGranting(true)}>
      <Plus aria-hidden />
      {text(texts.grant)}
    </Button>
  )
  return (
    <Card title={text(texts.roles)} actions={button}>
      <Grants person={person} mayChange={mayChange} />
      {isGranting && <GrantDialog person={person} onClose={() => setGranting(false)} />}
    </Card>
  )
}

function Grants({ person, mayChange }: { person: User; mayChange: boolean }) {
  const text = useText()
  const { data: grants, error, refetch } = useGrants(person.id)
  const [taken, take] = useState<UserRole | null>(null)
  const { mutateAsync } = useTakeRole()
  const nameOf = useRoleNames()
  if (!grants)
    return error ? <ErrorState problem={error} onRetry={() => void refetch()} /> : <LoadingState rows={2} />
  if (grants.length === 0) return <p className="text-muted">{text(texts.noRoles)}</p>
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {grants.map((grant) => (
          <li key={grant.id} className="flex min-h-10 items-center gap-3 py-1">
            <span className="grow">
              <span className="font-medium">{nameOf(grant.role)}</span> <Reach grant={grant} />
            </span>
            {mayChange && (
              <Button size="sm" kind="quiet" onPress={() => take(grant)}>
                {text(texts.take)}
                <span className="sr-only"> {nameOf(grant.role)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {taken && (
        <ConfirmDialog
          title={text(texts.takeTitle, { role: nameOf(taken.role), name: person.display_name })}
          confirm={text(texts.take)}
          isOpen
          onConfirm={async () => {
            await mutateAsync(taken.id)
          }}
          onClose={() => take(null)}
        >
          {text(texts.takeBody)}
        </ConfirmDialog>
      )}
    </>
  )
}

function Reach({ grant }: { grant: UserRole }) {
  const text = useText()
  const intl = useIntl()
  const { scope_record, valid_from, valid_until } = grant
  const day = (time: string | null) => (time ? intl.formatDate(time, { dateStyle: 'medium' }) : '')
  const period =
    (valid_from || valid_until) &&
    text(texts.period, { from: day(valid_from), until: day(valid_until) || text(texts.always) })
  return (
    <span className="text-muted">
      {[scope_record?.name ?? text(texts.everywhere), period].filter(Boolean).join(' · ')}
    </span>
  )
}

function useRoleNames() {
  const { data: roles = [] } = useRoles()
  return (key: string) => roles.find((role) => role.key === key)?.name ?? key
}

function GrantDialog({ person, onClose }: { person: User; onClose: () => void }) {
  const text = useText()
  const { data: roles = [] } = useRoles()
  const { mutateAsync } = useGrantRole()
  const fields = useGrantFields(roles)
  return (
    <ActionDialog<RoleInScope>
      title={text(texts.grant)}
      isOpen
      requires={[]}
      fields={fields}
      submit={text(texts.grant)}
      onSubmit={(values) => mutateAsync({ ...values, user_id: person.id })}
      onClose={onClose}
    />
  )
}
