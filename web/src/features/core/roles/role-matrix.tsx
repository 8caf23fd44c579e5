import { Check } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import type { Role } from '../../../lib/api/types.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { bySubject, permissionsOf } from '../permissions.ts'
import { texts } from './roles.messages.ts'

interface RoleMatrixProps {
  roles: readonly Role[]
  /** Left out for those who may change nothing. */
  onEdit: ((role: Role) => void) | undefined
}

/** Roles across, permissions down; both headings stay in sight. */
export function RoleMatrix({ roles, onEdit }: RoleMatrixProps) {
  const text = useText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="h-full overflow-auto" tabIndex={0} aria-label={text(texts.roles)}>
      <p className="sticky start-0 max-w-[70ch] px-4 py-3 text-muted">{text(texts.hint)}</p>
      <table className="border-line border-t">
        <thead className="sticky top-0 z-10 bg-canvas">
          <tr>
            <th
              scope="col"
              className="sticky start-0 bg-canvas px-4 py-2 text-start align-bottom text-muted text-sm"
            >
              {text(texts.permission)}
            </th>
            {roles.map((role) => (
              <th
                key={role.id}
                scope="col"
                className={`min-w-24 px-2 py-2 align-bottom text-sm ${role.is_system ? '' : 'whitespace-nowrap'}`}
              >
                <RoleName role={role} onEdit={onEdit} />
              </th>
            ))}
          </tr>
        </thead>
        {bySubject(permissionsOf(roles)).map(([subject, permissions]) => (
          <tbody key={subject} className="border-line border-t">
            {permissions.map((permission) => (
              <tr key={permission} className="hover:bg-hover">
                <th
                  scope="row"
                  className="sticky start-0 bg-canvas px-4 py-1 text-start font-mono font-normal text-sm"
                >
                  {permission}
                </th>
                {roles.map((role) => (
                  <td key={role.id} className="text-center">
                    {role.permissions.includes(permission) && (
                      <Check
                        role="img"
                        aria-label={text(texts.may, { role: role.name, permission })}
                        className="mx-auto size-4 text-good"
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function RoleName({ role, onEdit }: { role: Role } & Pick<RoleMatrixProps, 'onEdit'>) {
  const text = useText()
  if (role.is_system || !onEdit) return <span className="font-medium">{role.name}</span>
  return (
    <Button size="sm" aria-label={text(texts.edit, { name: role.name })} onPress={() => onEdit(role)}>
      {role.name}
    </Button>
  )
}
