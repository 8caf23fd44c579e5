import { type FormEvent, useState } from 'react'
import { asProblem, Problem } from '../../lib/api/problem.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './core.messages.ts'

const MINUTE = 60

/** Sends a form's fields as text by name, and keeps what came of it. @param send throws what the form shows */
export function useSubmit(send: (fields: Record<string, string>) => Promise<unknown>) {
  const explain = usePatience()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
    setPending(true)
    setProblem(null)
    try {
      await send(fields)
    } catch (error) {
      setProblem(explain(asProblem(error)))
    } finally {
      setPending(false)
    }
  }

  return { onSubmit, problem, isPending }
}

/** Being told to wait, in words of the form; everything else in the server's own. */
function usePatience() {
  const text = useText()
  return (problem: Problem) => {
    const { status, title, code, retryAfter } = problem
    if (status !== 429 || !retryAfter) return problem
    const minutes = Math.ceil(retryAfter / MINUTE)
    const detail =
      retryAfter > 2 * MINUTE
        ? text(texts.tryMuchLater, { minutes })
        : text(texts.tryLater, { seconds: retryAfter })
    return new Problem({ title, status, code, detail })
  }
}
