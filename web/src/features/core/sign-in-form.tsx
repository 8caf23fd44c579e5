import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { TextField } from '../../components/text-field.tsx'
import { session } from '../../lib/api/client.ts'
import { asProblem, Problem } from '../../lib/api/problem.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './core.messages.ts'

interface SignInFormProps {
  /** Given and fixed where a person comes back into an ended session. */
  username?: string
  onSignedIn?: () => void
  /** Below the button. */
  children?: ReactNode
}

export function SignInForm({ username, onSignedIn, children }: SignInFormProps) {
  const text = useText()
  const explain = useExplanation()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setPending(true)
    setProblem(null)
    try {
      await session.signIn(String(form.get('username')), String(form.get('password')))
      onSignedIn?.()
    } catch (error) {
      setProblem(explain(asProblem(error)))
    } finally {
      setPending(false)
    }
  }

  return (
    <Form onSubmit={signIn} className="flex flex-col gap-4">
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

/** The two refusals that everybody meets, in words of the form; all others in the server's own. */
function useExplanation() {
  const text = useText()
  return (problem: Problem) => {
    const { status, title, code, retryAfter } = problem
    if (status === 401) return new Problem({ title, status, code, detail: text(texts.wrong) })
    if (status !== 429 || !retryAfter) return problem
    return new Problem({ title, status, code, detail: text(texts.tryLater, { seconds: retryAfter }) })
  }
}
