import { Mark } from '../../components/mark.tsx'
import { useText } from '../../lib/i18n/messages.ts'
import { useTitle } from '../../lib/title.ts'
import { texts } from './core.messages.ts'
import { SignInForm } from './sign-in-form.tsx'

export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const text = useText()
  useTitle(text(texts.signIn))
  return (
    <main className="flex min-h-full flex-col items-center px-4 pt-[14vh]">
      <div className="w-full max-w-sm">
        <header className="mb-6 flex flex-col items-center gap-3">
          <Mark className="size-11" />
          <h1 className="font-semibold text-xl">{text(texts.signInTo)}</h1>
        </header>
        <div className="rounded-lg border border-line bg-surface p-6 shadow-sm">
          <SignInForm onSignedIn={onSignedIn} />
        </div>
      </div>
    </main>
  )
}
