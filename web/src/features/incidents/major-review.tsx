import { ChevronRight } from 'lucide-react'
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import type { Incident } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { fieldWords } from './incident-fields.messages.ts'
import { majorTexts } from './major.messages.ts'

const parts = ['summary', 'cause', 'lessons', 'actions'] as const

/** What was learnt once it is over: due until somebody writes it, then folded away. */
export function MajorReview({ incident }: { incident: Incident }) {
  const text = useText()
  const { review_state, review_summary } = incident
  if (review_state === 'due') return <p className="mt-2 ps-6.5 text-notice">{text(majorTexts.reviewDue)}</p>
  if (!review_summary) return null
  return (
    <Disclosure className="group mt-2 ps-6.5">
      <Heading level={3}>
        <Button
          slot="trigger"
          className="-ms-1 flex items-center gap-1 rounded-sm px-1 font-medium text-accent-ink"
        >
          <ChevronRight aria-hidden className="size-4 transition-transform group-expanded:rotate-90" />
          {text(majorTexts.review)}
        </Button>
      </Heading>
      <DisclosurePanel>
        <dl className="flex max-w-[80ch] flex-col gap-2 pt-2">
          {parts.map((part) => {
            const written = incident[`review_${part}`]
            return written ? (
              <div key={part}>
                <dt className="text-muted text-sm">{text(fieldWords[part])}</dt>
                <dd className="whitespace-pre-wrap break-words">{written}</dd>
              </div>
            ) : null
          })}
        </dl>
      </DisclosurePanel>
    </Disclosure>
  )
}
