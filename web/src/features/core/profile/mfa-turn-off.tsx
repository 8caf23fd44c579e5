import { useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../../components/button.tsx'
import { Dialog, DialogButtons } from '../../../components/dialog.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { toast } from '../../../components/toast-queue.ts'
import { api } from '../../../lib/api/client.ts'
import { codeLength } from '../../../lib/api/facts.gen.ts'
import { fieldErrors } from '../../../lib/api/problem.ts'
import { words } from '../../../lib/i18n/en.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts as coreTexts } from '../core.messages.ts'
import { useSubmit } from '../use-submit.ts'
import { profileTexts as texts } from './profile.messages.ts'

export function MfaTurnOff({ onTurnedOff }: { onTurnedOff: () => Promise<unknown> }) {
  const text = useText()
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  return (
    <>
      <Button onPress={() => setAsking(true)}>{text(texts.turnOff)}</Button>
      <Dialog title={text(texts.turnOffTitle)} isOpen={isAsking} onClose={close} size="sm">
        <TurnOffForm onTurnedOff={onTurnedOff} onClose={close} />
      </Dialog>
    </>
  )
}

interface TurnOffFormProps {
  onTurnedOff: () => Promise<unknown>
  onClose: () => void
}

function TurnOffForm({ onTurnedOff, onClose }: TurnOffFormProps) {
  const text = useText()
  const { onSubmit, problem, isPending } = useSubmit(async ({ password = '', code = '' }) => {
    await api.POST('/api/v1/auth/mfa/disable/', { body: { password, code: code.trim() } })
    toast({ title: text(texts.turnedOff) })
    onClose()
    await onTurnedOff()
  })
  return (
    <Form onSubmit={onSubmit} validationErrors={fieldErrors(problem)} className="flex flex-col gap-4">
      <p className="text-muted">{text(texts.turnOffBody)}</p>
      <TextField
        name="password"
        type="password"
        label={text(coreTexts.password)}
        autoComplete="current-password"
        isRequired
        autoFocus
      />
      <TextField
        name="code"
        label={text(texts.code)}
        autoComplete="one-time-code"
        maxLength={codeLength}
        isRequired
      />
      <ProblemNote problem={problem} knownFields={['password', 'code']} />
      <DialogButtons>
        <Button type="submit" kind="danger" isPending={isPending}>
          {text(texts.turnOff)}
        </Button>
        <Button onPress={onClose}>{text(words.cancel)}</Button>
      </DialogButtons>
    </Form>
  )
}
