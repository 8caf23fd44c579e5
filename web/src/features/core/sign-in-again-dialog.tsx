import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { session } from '../../lib/api/client.ts'
import { useSession } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './core.messages.ts'
import { SignInForm } from './sign-in-form.tsx'

/**
 * Stands over the page when the session ended under somebody's hands. The page stays as it is, and so does every request that met the
 * end: it is sent again once the password has been given.
 */
export default function SignInAgainDialog() {
  const text = useText()
  const { user } = useSession()
  return (
    <Dialog title={text(texts.expiredTitle)} isOpen onClose={() => {}} size="sm" isFirm>
      <p className="mb-4 text-muted">{text(texts.expiredBody)}</p>
      <SignInForm username={user?.username}>
        <Button kind="quiet" onPress={session.signOut}>
          {text(texts.leave)}
        </Button>
      </SignInForm>
    </Dialog>
  )
}
