import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { tv } from 'tailwind-variants/lite'
import { words } from '../lib/i18n/en.ts'
import { useText } from '../lib/i18n/messages.ts'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  size?: 'sm' | 'md' | 'lg'
  /** Cannot be left by Escape or a click outside: somebody has to decide. */
  isFirm?: boolean
  role?: 'dialog' | 'alertdialog'
}

export const overlayStyle =
  'fixed inset-0 z-40 flex items-start justify-center bg-[light-dark(#0f172a66,#000000a6)] p-4 pt-[12vh] entering:animate-enter'

const modalStyle = tv({
  base: 'flex max-h-[80dvh] w-full flex-col overflow-hidden rounded-lg bg-raised shadow-overlay',
  variants: { size: { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-2xl' } },
  defaultVariants: { size: 'md' },
})

export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  size,
  isFirm = false,
  role = 'dialog',
}: DialogProps) {
  const text = useText()
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!isFirm}
      isKeyboardDismissDisabled={isFirm}
      className={overlayStyle}
    >
      <Modal className={modalStyle({ size })}>
        <AriaDialog role={role} className="flex min-h-0 flex-col outline-none">
          <header className="flex items-center justify-between gap-4 px-5 pt-4 pb-1">
            <Heading slot="title" className="font-semibold text-lg">
              {title}
            </Heading>
            {!isFirm && <IconButton size="sm" icon={X} label={text(words.close)} onPress={onClose} />}
          </header>
          <div className="overflow-auto px-5 pt-2 pb-5">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The row of buttons at the end of a dialog or a form. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className="flex flex-row-reverse flex-wrap justify-start gap-2 pt-4">{children}</div>
}
