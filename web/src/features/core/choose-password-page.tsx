import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { Button, buttonStyle } from '../../components/button.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { fieldErrors } from '../../lib/api/problem.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { choosePassword } from './account.calls.ts'
import { texts } from './core.messages.ts'
import { FrontPage } from './front-page.tsx'
import { NewPasswordFields } from './new-password-fields.tsx'
import { useSubmit } from './use-submit.ts'

const pages = {
  invitation: { title: texts.welcome, note: texts.welcomeBody, field: 'password', again: '/login' },
  reset: { title: texts.resetTitle, note: texts.resetBody, field: 'new_password', again: '/forgot-password' },
} as const

/** Where the link of an invitation or a reset leads. */
export function ChoosePasswordPage({ by }: { by: keyof typeof pages }) {
  const { title, note, field, again } = pages[by]
  const text = useText()
  const [token] = useState(() => location.hash.slice(1))
  const [username, setUsername] = useState<string | null>(null)
  const { onSubmit, problem, isPending } = useSubmit(async (fields) =>
    setUsername((await choosePassword[by](token, fields[field] ?? '')).username),
  )
  if (username !== null || !token) {
    const isChosen = username !== null
    return (
      <FrontPage title={text(isChosen ? texts.chosen : texts.noLink)}>
        <div role="status" className="flex flex-col gap-4">
          <p>{isChosen ? text(texts.chosenBody, { username }) : text(texts.noLinkBody)}</p>
          <Link to={isChosen ? '/login' : again} className={buttonStyle({ kind: 'primary', size: 'lg' })}>
            {text(isChosen || again === '/login' ? texts.signIn : texts.forgot)}
          </Link>
        </div>
      </FrontPage>
    )
  }
  return (
    <FrontPage title={text(title)} note={text(note)}>
      <Form onSubmit={onSubmit} validationErrors={fieldErrors(problem)} className="flex flex-col gap-4">
        <NewPasswordFields name={field} autoFocus />
        <ProblemNote problem={problem} knownFields={[field, 'token']} />
        <Button type="submit" kind="primary" size="lg" isPending={isPending}>
          {text(texts.choosePassword)}
        </Button>
      </Form>
    </FrontPage>
  )
}
