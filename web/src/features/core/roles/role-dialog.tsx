import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../../components/button.tsx'
import { Dialog, DialogButtons } from '../../../components/dialog.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { toast } from '../../../components/toast-queue.ts'
import { roleDescriptionLength, roleNameLength } from '../../../lib/api/facts.gen.ts'
import { fieldErrors } from '../../../lib/api/problem.ts'
import type { Role } from '../../../lib/api/types.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { PermissionChoice } from '../permission-choice.tsx'
import { permissionsOf } from '../permissions.ts'
import { texts } from './roles.messages.ts'
import { useChangeRole, useCreateRole, useDeleteRole } from './roles.queries.ts'

interface RoleDialogProps {
  /** The one to edit; without it a new one. */
  role?: Role | undefined
  roles: readonly Role[]
  onClose: () => void
}

const FIELDS = ['key', 'name', 'description', 'permissions']

export function RoleDialog({ role, roles, onClose }: RoleDialogProps) {
  const text = useText()
  const [{ key, name, description, permissions }, setValues] = useState(() => valuesOf(role))
  const change = (part: Partial<ReturnType<typeof valuesOf>>) =>
    setValues((values) => ({ ...values, ...part }))
  const create = useCreateRole()
  const update = useChangeRole()
  const { error, isPending } = role ? update : create
  function submit(event: FormEvent) {
    event.preventDefault()
    const body = { name: name.trim(), description, permissions }
    const onSuccess = () => {
      toast({ title: text(words.saved, { name }), tone: 'good' })
      onClose()
    }
    if (role) update.mutate({ id: role.id, version: role.version, body }, { onSuccess })
    else create.mutate({ key: key.trim(), ...body }, { onSuccess })
  }
  return (
    <Dialog
      title={role ? text(texts.edit, { name: role.name }) : text(texts.create)}
      isOpen
      size="lg"
      onClose={onClose}
    >
      <Form className="flex flex-col gap-4" validationErrors={fieldErrors(error)} onSubmit={submit}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="name"
            label={text(texts.name)}
            value={name}
            onChange={(entered) => change({ name: entered })}
            maxLength={roleNameLength}
            isRequired
            autoFocus
          />
          {!role && (
            <TextField
              name="key"
              label={text(texts.key)}
              description={text(texts.keyHint)}
              value={key}
              onChange={(entered) => change({ key: entered })}
              isRequired
            />
          )}
        </div>
        <TextField
          name="description"
          label={text(texts.description)}
          value={description}
          onChange={(entered) => change({ description: entered })}
          maxLength={roleDescriptionLength}
        />
        <PermissionChoice
          name="permissions"
          label={text(texts.permissions)}
          description={text(texts.onlyHeld)}
          permissions={permissionsOf(roles)}
          chosen={permissions}
          onChange={(chosen) => change({ permissions: chosen })}
        />
        <ProblemNote problem={error} knownFields={FIELDS} />
        <DialogButtons>
          <Button type="submit" kind="primary" isPending={isPending}>
            {text(role ? words.save : words.create)}
          </Button>
          <Button onPress={onClose}>{text(words.cancel)}</Button>
          {role && <DeleteButton role={role} onDeleted={onClose} />}
        </DialogButtons>
      </Form>
    </Dialog>
  )
}

const valuesOf = ({ key, name, description, permissions }: typeof NEW = NEW) => ({
  key,
  name,
  description,
  permissions,
})
const NEW = { key: '', name: '', description: '', permissions: [] as string[] }

/** At once: what somebody holds is refused, and what nobody holds gave nobody anything. */
function DeleteButton({ role, onDeleted }: { role: Role; onDeleted: () => void }) {
  const text = useText()
  const { mutate, isPending } = useDeleteRole()
  return (
    <span className="me-auto">
      <Button isPending={isPending} onPress={() => mutate(role.id, { onSuccess: onDeleted })}>
        {text(texts.delete)}
      </Button>
    </span>
  )
}
