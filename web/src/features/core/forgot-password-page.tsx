import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { Button, buttonStyle } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { TextField } from '../../components/text-field.tsx'
import { usernameLength } from '../../lib/api/facts.gen.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { askForReset } from './account.calls.ts'
import { texts } from './core.messages.ts'
import { FrontPage } from './front-page.tsx'
import { useSubmit } from './use-submit.ts'

export function ForgotPasswordPage() {
  const text = useText()
  const [isSent, setSent] = useState(false)
  const { onSubmit, problem, isPending } = useSubmit(async ({ username = '' }) => {
    await askForReset(username.trim())
    setSent(true)
  })
  const back = (
    <Link to="/login" className={buttonStyle({ kind: 'quiet' })}>
      {text(texts.backToSignIn)}
    </Link>
  )
  if (isSent) {
    return (
      <FrontPage title={text(texts.linkSent)}>
        <div role="status" className="flex flex-col gap-4">
          <p>{text(texts.linkSentBody)}</p>
          {back}
        </div>
      </FrontPage>
    )
  }
  return (
    <FrontPage title={text(texts.forgotTitle)} note={text(texts.forgotBody)}>
      <Form onSubmit={onSubmit} className="flex flex-col gap-4">
        <TextField
          name="username"
          label={text(texts.username)}
          autoComplete="username"
          maxLength={usernameLength}
          isRequired
          autoFocus
        />
        <ProblemNote problem={problem} />
        <Button type="submit" kind="primary" size="lg" isPending={isPending}>
          {text(texts.sendLink)}
        </Button>
        {back}
      </Form>
    </FrontPage>
  )
}
