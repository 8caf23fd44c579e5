import { ArrowUp } from 'lucide-react'
import { Button } from 'react-aria-components'

interface WaitingPillProps {
  /** Says how many: "3 new · show". Null while nothing waits. */
  label: string | null
  onShow: () => void
}

/** Floats over a list that holds still, so that what waits moves nothing. Its parent is `relative`. */
export function WaitingPill({ label, onShow }: WaitingPillProps) {
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 top-px z-10 flex justify-center">
      {label && (
        <Button
          onPress={onShow}
          className="pointer-events-auto inline-flex h-7 animate-enter cursor-default items-center gap-1.5 rounded-full bg-accent px-3 font-medium text-sm text-white shadow-overlay hover:bg-accent-hover"
        >
          <ArrowUp aria-hidden className="size-3.5" />
          {label}
        </Button>
      )}
    </div>
  )
}
