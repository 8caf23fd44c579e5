import type { ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Problem } from '../../lib/api/problem.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './core.messages.ts'
import { useSubmit } from './use-submit.ts'

interface PasswordFormProps {
  username: string | undefined
  enter: (username: string, password: string) => Promise<void>
  children: ReactNode
}

export function PasswordForm({ username, enter, children }: PasswordFormProps) {
  const text = useText()
  const { onSubmit, problem, isPending } = useSubmit(({ username = '', password = '' }) =>
    enter(username, password).catch((error) => {
      if (!(error instanceof Problem) || error.status !== 401) throw error
      const { title, status, code } = error
      throw new Problem({ title, status, code, detail: text(texts.wrong) })
    }),
  )

  return (
    <Form onSubmit={onSubmit} className="flex flex-col gap-4">
      <TextField
        name="username"
        label={text(texts.username)}
        defaultValue={username}
        isReadOnly={username !== undefined}
        autoComplete="username"
        isRequired
        autoFocus={username === undefined}
      />
      <TextField
        name="password"
        type="password"
        label={text(texts.password)}
        autoComplete="current-password"
        isRequired
        autoFocus={username !== undefined}
      />
      <ProblemNote problem={problem} />
      <Button type="submit" kind="primary" size="lg" isPending={isPending}>
        {text(texts.signIn)}
      </Button>
      {children}
    </Form>
  )
}
