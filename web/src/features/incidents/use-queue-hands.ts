import { useState } from 'react'
import { toast } from '../../components/toast-queue.ts'
import type { IncidentSummary } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useCommands } from '../../lib/shortcuts/use-commands.ts'
import { actionTexts } from './incident-actions.messages.ts'
import { texts } from './incidents.messages.ts'
import { isAssignable, useAssignToMe } from './use-assign-to-me.ts'

/** What `a` and `i` do in the queue: they take the selected rows, else the one under the cursor. */
export function useQueueHands(rows: readonly IncidentSummary[], selected: ReadonlySet<number>) {
  const text = useText()
  const mayAssign = usePermission('incidents.assign')
  const takeOver = useAssignToMe()
  const [cursorId, setCursorId] = useState<number | null>(null)
  const [assigning, setAssigning] = useState(false)
  const chosen = rows.filter(({ id }) => (selected.size > 0 ? selected.has(id) : id === cursorId))
  const assignable = chosen.filter(isAssignable)

  function assign() {
    if (assignable.length > 0) setAssigning(true)
    else if (chosen.length > 0) toast({ title: text(actionTexts.noneOffered), tone: 'danger' })
  }
  const assignToMe = () => void takeOver(chosen)
  const group = text(texts.group)
  useCommands(
    mayAssign
      ? [
          { id: 'incidents.assign', title: text(texts.assignSelected), group, keys: 'a', run: assign },
          { id: 'incidents.assignToMe', title: text(texts.assignToMe), group, keys: 'i', run: assignToMe },
        ]
      : [],
  )
  return {
    chosen: assignable,
    mayAssign,
    assigning,
    setAssigning,
    assign,
    assignToMe,
    setCursor: (row: IncidentSummary | null) => setCursorId(row?.id ?? null),
  }
}
