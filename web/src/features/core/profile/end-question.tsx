import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { toast } from '../../../components/toast-queue.ts'
import { useText } from '../../../lib/i18n/messages.ts'
import { sessionTexts as texts } from './sessions.messages.ts'
import { type OwnSession, useEndOtherSessions, useEndSession } from './sessions.queries.ts'
import { useDevice } from './use-device.ts'

/** One session, or all but the one at work. */
export type Ended = OwnSession | 'others'

export function EndQuestion({ ended, onClose }: { ended: Ended; onClose: () => void }) {
  const text = useText()
  const deviceOf = useDevice()
  const { mutateAsync: end } = useEndSession()
  const { mutateAsync: endOthers } = useEndOtherSessions()
  if (ended === 'others')
    return (
      <ConfirmDialog
        title={text(texts.endAllTitle)}
        confirm={text(texts.endAll)}
        isOpen
        onConfirm={async () => {
          await endOthers()
          toast({ title: text(texts.allEnded) })
        }}
        onClose={onClose}
      >
        {text(texts.endAllBody)}
      </ConfirmDialog>
    )
  return (
    <ConfirmDialog
      title={text(texts.endTitle, { device: deviceOf(ended.user_agent) })}
      confirm={text(texts.endVerb)}
      isOpen
      onConfirm={async () => {
        await end(ended.id)
        toast({ title: text(texts.ended) })
      }}
      onClose={onClose}
    >
      {text(texts.endBody)}
    </ConfirmDialog>
  )
}
