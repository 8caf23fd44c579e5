import { Button } from '../../components/button.tsx'
import { Dialog, DialogButtons } from '../../components/dialog.tsx'
import { SeverityGlyph } from '../../components/severity-badge.tsx'
import type { Problem } from '../../lib/api/problem.ts'
import { words } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import type { Order } from './alert-verbs.ts'
import { texts, verbTexts } from './noc.messages.ts'

interface RefusalDialogProps {
  order: Order
  problem: Problem
  /** Again, with those that were not refused. */
  onRetry: (order: Order) => void
  onClose: () => void
}

const idOf = (field: string) => Number(field.split('.').at(-1))

/** Several alerts are changed together or not at all; this says which ones stood in the way, and why. */
export function RefusalDialog({ order, problem, onRetry, onClose }: RefusalDialogProps) {
  const text = useText()
  const refused = new Set(problem.errors.map(({ field }) => idOf(field)))
  const others = order.alerts.filter(({ id }) => !refused.has(id))
  function retry() {
    onClose()
    onRetry({ ...order, alerts: others })
  }
  return (
    <Dialog title={text(texts.nothingDone)} isOpen onClose={onClose} size="lg">
      <p className="pb-3 text-muted">{text(texts.nothingDoneWhy, { count: refused.size })}</p>
      <ul className="max-h-80 divide-y divide-line overflow-auto rounded-md border border-line">
        {problem.errors.map(({ field, detail }) => {
          const alert = order.alerts.find(({ id }) => id === idOf(field))
          return (
            <li key={field} className="flex items-baseline gap-2 px-3 py-2">
              {alert && <SeverityGlyph severity={alert.severity} />}
              <div className="min-w-0">
                <p className="break-words">{alert?.title ?? text(texts.alert, { id: idOf(field) })}</p>
                <p className="text-danger-ink text-sm">{detail}</p>
              </div>
            </li>
          )
        })}
      </ul>
      <DialogButtons>
        {others.length > 0 && (
          <Button kind="primary" onPress={retry} autoFocus>
            {text(texts.doForOthers, {
              verb: order.verb,
              name: text(verbTexts[order.verb]),
              count: others.length,
            })}
          </Button>
        )}
        <Button onPress={onClose}>{text(words.close)}</Button>
      </DialogButtons>
    </Dialog>
  )
}
