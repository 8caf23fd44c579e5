import { CheckboxGroup, FieldError, Label, Text } from 'react-aria-components'
import { Checkbox } from '../../components/checkbox.tsx'
import { useUser } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './core.messages.ts'
import { bySubject } from './permissions.ts'

interface PermissionChoiceProps {
  name: string
  label: string
  description: string
  /** Those to choose from; of them, what somebody does not hold cannot be chosen. */
  permissions: readonly string[]
  chosen: string[]
  onChange: (chosen: string[]) => void
  isRequired?: boolean
}

export function PermissionChoice({
  label,
  description,
  permissions,
  chosen,
  ...props
}: PermissionChoiceProps) {
  const text = useText()
  const { permissions: held } = useUser()
  return (
    <CheckboxGroup {...props} value={chosen} className="flex flex-col gap-3">
      <Label className="font-medium text-muted text-sm">{label}</Label>
      <Text slot="description" className="text-faint text-sm">
        {description}
      </Text>
      {bySubject(permissions).map(([subject, names]) => (
        <div key={subject} className="grid gap-x-4 sm:grid-cols-2">
          {names.map((permission) => (
            <Checkbox key={permission} value={permission} isDisabled={!held.includes(permission)}>
              <span className="font-mono text-sm">{permission}</span>
            </Checkbox>
          ))}
        </div>
      ))}
      <FieldError className="text-danger-ink text-sm">
        {({ validationDetails, validationErrors }) =>
          validationDetails.valueMissing ? text(texts.onePermission) : validationErrors.join(' ')
        }
      </FieldError>
    </CheckboxGroup>
  )
}
