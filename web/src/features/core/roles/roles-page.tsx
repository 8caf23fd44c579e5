import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Needs } from '../../../components/needs.tsx'
import { Page } from '../../../components/page.tsx'
import { ErrorState, LoadingState } from '../../../components/state.tsx'
import type { Role } from '../../../lib/api/types.ts'
import { usePermission } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { RoleDialog } from './role-dialog.tsx'
import { RoleMatrix } from './role-matrix.tsx'
import { texts } from './roles.messages.ts'
import { useRoles } from './roles.queries.ts'

export function RolesPage() {
  const text = useText()
  return (
    <Needs permission="people.view" title={text(texts.roles)}>
      <Roles />
    </Needs>
  )
}

/** Which role may do what, and the organization's own to edit. */
function Roles() {
  const text = useText()
  const { data: roles, error, refetch } = useRoles()
  const mayChange = usePermission('roles.manage')
  const [edited, edit] = useState<Role | 'new' | null>(null)
  const button = mayChange && (
    <Button size="sm" kind="primary" onPress={() => edit('new')}>
      <Plus aria-hidden />
      {text(texts.create)}
    </Button>
  )
  return (
    <Page title={text(texts.roles)} actions={button} isFilled>
      {roles ? (
        <RoleMatrix roles={roles} onEdit={mayChange ? edit : undefined} />
      ) : error ? (
        <ErrorState problem={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingState />
      )}
      {edited && roles && (
        <RoleDialog role={edited === 'new' ? undefined : edited} roles={roles} onClose={() => edit(null)} />
      )}
    </Page>
  )
}
