import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import {
  UNSTABLE_ToastRegion as AriaToastRegion,
  type QueuedToast,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContentSlot,
} from 'react-aria-components'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { Button } from './button.tsx'
import { type ToastContent, toasts } from './toast-queue.ts'

const looks = {
  neutral: { icon: Info, color: 'text-accent-ink' },
  good: { icon: CircleCheck, color: 'text-good' },
  danger: { icon: CircleAlert, color: 'text-danger-ink' },
}

function ToastCard({ toast }: { toast: QueuedToast<ToastContent> }) {
  const text = useText()
  const { title, detail, tone = 'neutral', action } = toast.content
  const { icon: Icon, color } = looks[tone]
  function act() {
    action?.run()
    toasts.close(toast.key)
  }
  return (
    <Toast
      toast={toast}
      className="flex w-full animate-enter items-start gap-3 rounded-lg bg-raised p-3 shadow-overlay sm:w-96"
    >
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
      <ToastContentSlot className="flex min-w-0 grow flex-col">
        <Text slot="title" className="font-medium">
          {title}
        </Text>
        {detail && (
          <Text slot="description" className="break-words text-muted">
            {detail}
          </Text>
        )}
      </ToastContentSlot>
      {action && (
        <Button size="sm" onPress={act}>
          {action.label}
        </Button>
      )}
      <Button slot="close" size="sm" kind="quiet" isIcon aria-label={text(words.close)}>
        <X aria-hidden />
      </Button>
    </Toast>
  )
}

/** F6 leads to it. Its name is the library's, which counts: only a change of name makes the library register it as a landmark. */
export function ToastRegion() {
  return (
    <AriaToastRegion
      queue={toasts}
      className="fixed inset-x-4 bottom-16 z-50 flex flex-col-reverse items-end gap-2 outline-none sm:bottom-4"
    >
      {({ toast }) => <ToastCard toast={toast} />}
    </AriaToastRegion>
  )
}
