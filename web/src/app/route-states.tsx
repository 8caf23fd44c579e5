import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { buttonStyle } from '../components/button.tsx'
import { EmptyState, ErrorState } from '../components/state.tsx'
import { asProblem } from '../lib/api/problem.ts'
import { useText } from '../lib/i18n/messages.ts'
import { useTitle } from '../lib/title.ts'
import { texts } from './app.messages.ts'

/** What stands in a page's place when it broke or could not load; the navigation around it still works. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  async function retry() {
    await router.invalidate()
    reset()
  }
  return <ErrorState problem={asProblem(error)} onRetry={retry} />
}

export function NotFoundPage() {
  const text = useText()
  useTitle(text(texts.notFound))
  const home = (
    <Link to="/" className={buttonStyle({ kind: 'primary' })}>
      {text(texts.goHome)}
    </Link>
  )
  return (
    <EmptyState kind="filtered" title={text(texts.notFound)} action={home}>
      {text(texts.notFoundBody)}
    </EmptyState>
  )
}
