import { Link } from '@tanstack/react-router'
import { buttonStyle } from '../../components/button.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './core.messages.ts'
import { FrontPage } from './front-page.tsx'
import { SignInForm } from './sign-in-form.tsx'

export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const text = useText()
  return (
    <FrontPage title={text(texts.signInTo)}>
      <SignInForm onSignedIn={onSignedIn}>
        <Link to="/forgot-password" className={buttonStyle({ kind: 'quiet' })}>
          {text(texts.forgot)}
        </Link>
      </SignInForm>
    </FrontPage>
  )
}
