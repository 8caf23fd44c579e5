import { useNavigate } from '@tanstack/react-router'
import { Eye } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { session } from '../../lib/api/client.ts'
import { useSession } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from '../app.messages.ts'

/** Says through whose eyes this is, as long as it is, and leads back to that person. */
export function ViewingBanner() {
  const text = useText()
  const navigate = useNavigate()
  const { user, viewer } = useSession()
  if (!user || !viewer) return null
  const end = () => {
    session.endView()
    void navigate({ to: '/people/$id', params: { id: String(user.id) } })
  }
  return (
    <div
      role="status"
      className="flex items-center gap-2 border-accent border-s-3 bg-accent/12 px-4 py-1.5 text-ink"
    >
      <Eye aria-hidden className="size-4 shrink-0" />
      <span className="grow">{text(texts.viewing, { name: user.display_name })}</span>
      <Button size="sm" onPress={end}>
        {text(texts.endView)}
      </Button>
    </div>
  )
}
