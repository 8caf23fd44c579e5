import { type ReactNode, useState } from 'react'
import { session } from '../../lib/api/client.ts'
import { CodeForm } from './code-form.tsx'
import { PasswordForm } from './password-form.tsx'

interface SignInFormProps {
  /** Given and fixed where a person comes back into an ended session. */
  username?: string
  onSignedIn?: () => void
  /** Below the button. */
  children?: ReactNode
}

/** The password, and then the code of whoever has a second factor. */
export function SignInForm({ username, onSignedIn, children }: SignInFormProps) {
  const [mfaToken, setMfaToken] = useState<string | null>(null)

  if (mfaToken !== null) {
    return (
      <CodeForm
        enter={async (code) => {
          await session.enterCode(mfaToken, code)
          onSignedIn?.()
        }}
        onStartAnew={() => setMfaToken(null)}
      />
    )
  }
  return (
    <PasswordForm
      username={username}
      enter={async (name, password) => {
        const token = await session.signIn(name, password)
        if (token === null) onSignedIn?.()
        else setMfaToken(token)
      }}
    >
      {children}
    </PasswordForm>
  )
}
