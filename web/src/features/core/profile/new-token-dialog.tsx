import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../../components/button.tsx'
import { Dialog, DialogButtons } from '../../../components/dialog.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { instantOf, localTime, TimeField } from '../../../components/time-field.tsx'
import { apiTokenNameLength } from '../../../lib/api/facts.gen.ts'
import { fieldErrors } from '../../../lib/api/problem.ts'
import { useUser } from '../../../lib/api/use-session.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { PermissionChoice } from '../permission-choice.tsx'
import { apiTokenTexts as texts } from './api-tokens.messages.ts'
import { type NewApiToken, useCreateApiToken } from './api-tokens.queries.ts'

interface NewTokenDialogProps {
  onMade: (token: NewApiToken) => void
  onClose: () => void
}

const FIELDS = ['name', 'expires_at', 'scopes']
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

export function NewTokenDialog({ onMade, onClose }: NewTokenDialogProps) {
  const text = useText()
  const { permissions } = useUser()
  const [name, setName] = useState('')
  const [expiry, setExpiry] = useState(() => localTime(inDays(90)))
  const [scopes, setScopes] = useState<string[]>([])
  const { mutate: create, error, isPending } = useCreateApiToken()
  const lifetimes = [
    { label: text(texts.month), time: inDays(30) },
    { label: text(texts.quarter), time: inDays(90) },
    { label: text(texts.year), time: inDays(365) },
  ]
  function submit(event: FormEvent) {
    event.preventDefault()
    create({ name: name.trim(), scopes, expires_at: instantOf(expiry) }, { onSuccess: onMade })
  }
  return (
    <Dialog title={text(texts.create)} isOpen size="lg" onClose={onClose}>
      <Form className="flex flex-col gap-4" validationErrors={fieldErrors(error)} onSubmit={submit}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="name"
            label={text(texts.name)}
            description={text(texts.nameHint)}
            value={name}
            onChange={setName}
            maxLength={apiTokenNameLength}
            isRequired
            autoFocus
          />
          <TimeField
            name="expires_at"
            label={text(texts.expires)}
            description={text(texts.expiresHint)}
            value={expiry}
            onChange={setExpiry}
            earliest={inDays(0)}
            suggestions={lifetimes}
            isRequired
          />
        </div>
        <PermissionChoice
          name="scopes"
          label={text(texts.scopes)}
          description={text(texts.scopesHint)}
          permissions={permissions}
          chosen={scopes}
          onChange={setScopes}
          isRequired
        />
        <ProblemNote problem={error} knownFields={FIELDS} />
        <DialogButtons>
          <Button type="submit" kind="primary" isPending={isPending}>
            {text(texts.createVerb)}
          </Button>
          <Button onPress={onClose}>{text(words.cancel)}</Button>
        </DialogButtons>
      </Form>
    </Dialog>
  )
}
