import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Eye } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { answerOf, api, session } from '../../../lib/api/client.ts'
import type { User } from '../../../lib/api/types.ts'
import { usePermission, useUser } from '../../../lib/api/use-session.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { texts } from './people.messages.ts'

/** Begins to see the product as this person does: nothing is asked before, since nothing can be changed by it. */
export function ViewAs({ person: { id, is_active } }: { person: User }) {
  const text = useText()
  const navigate = useNavigate()
  const isSelf = useUser().id === id
  const mayLook = usePermission('people.view_as') && is_active && !isSelf
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/v1/users/{id}/view_as/', { params: { path: { id } }, body: {} as never })),
    onSuccess: (view) => {
      session.viewAs(view)
      return navigate({ to: '/' })
    },
  })
  if (!mayLook) return null
  return (
    <Button size="sm" isPending={isPending} onPress={() => mutate()}>
      <Eye aria-hidden />
      {text(texts.viewAs)}
    </Button>
  )
}
