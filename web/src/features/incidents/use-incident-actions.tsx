import { useState } from 'react'
import type { Incident } from '../../lib/api/types.ts'
import { asksNothing, useActNow } from './incident.actions.ts'
import { IncidentActionDialog } from './incident-action-dialog.tsx'

/** Begins an action of one incident: at once where it asks for nothing, else with the dialog that asks. */
export function useIncidentActions(incident: Incident) {
  const now = useActNow()
  const [asking, setAsking] = useState<string | null>(null)
  function begin(action: string) {
    if (asksNothing(action)) now.mutate({ id: incident.id, action })
    else setAsking(action)
  }
  const dialog = asking && (
    <IncidentActionDialog action={asking} incidents={[incident]} onClose={() => setAsking(null)} />
  )
  return { begin, dialog, pending: now.isPending ? now.variables.action : undefined }
}
