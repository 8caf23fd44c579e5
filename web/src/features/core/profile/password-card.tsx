import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../../components/button.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { toast } from '../../../components/toast-queue.ts'
import { api } from '../../../lib/api/client.ts'
import { fieldErrors } from '../../../lib/api/problem.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { NewPasswordFields } from '../new-password-fields.tsx'
import { useSubmit } from '../use-submit.ts'
import { Card } from './card.tsx'
import { profileTexts as texts } from './profile.messages.ts'
import { SESSIONS } from './sessions.queries.ts'

const FIELDS = ['old_password', 'new_password'] as const

export function PasswordCard() {
  const text = useText()
  // Another form after each change: nothing of the old one stands in it.
  const [round, setRound] = useState(0)
  return (
    <Card title={text(texts.passwordTitle)} hint={text(texts.passwordHint)}>
      <PasswordChange key={round} onChanged={() => setRound(round + 1)} />
    </Card>
  )
}

function PasswordChange({ onChanged }: { onChanged: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { onSubmit, problem, isPending } = useSubmit(async ({ old_password = '', new_password = '' }) => {
    await api.POST('/api/v1/auth/change-password/', { body: { old_password, new_password } })
    toast({ title: text(texts.changed), detail: text(texts.changedBody), tone: 'good' })
    void client.invalidateQueries({ queryKey: SESSIONS })
    onChanged()
  })
  return (
    <Form
      onSubmit={onSubmit}
      validationErrors={fieldErrors(problem)}
      className="flex max-w-sm flex-col gap-4"
    >
      <TextField
        name="old_password"
        type="password"
        label={text(texts.oldPassword)}
        autoComplete="current-password"
        isRequired
      />
      <NewPasswordFields name="new_password" />
      <ProblemNote problem={problem} knownFields={FIELDS} />
      <div>
        <Button type="submit" kind="primary" isPending={isPending}>
          {text(texts.change)}
        </Button>
      </div>
    </Form>
  )
}
