import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answerOf, api } from '../../lib/api/client.ts'
import { asProblem } from '../../lib/api/problem.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { incidentQuery, useKeep } from './incident.queries.ts'

export type EditableField = 'title' | 'description' | 'impact' | 'urgency'

export interface FieldChange {
  field: EditableField
  value: string | number
  /** What it was when the edit began, and the record's version then. */
  base: string | number
  version: number
}

interface Conflict extends FieldChange {
  theirs: string | number
  onDone: () => void
}

async function patch(id: number, { field, value, version }: FieldChange) {
  const header = { 'if-match': `"v${version}"` }
  const call = api.PATCH('/api/v1/incidents/{id}/', {
    params: { path: { id }, header },
    body: { [field]: value },
  })
  return answerOf(call)
}

/**
 * Saves one field over the version that its editor began with. When somebody was faster: a change of another field is merged without a
 * word; a change of the same one is put to the person, whose text stays in the editor until they decided.
 */
export function useFieldSave(id: number) {
  const client = useQueryClient()
  const keep = useKeep()
  const [conflict, setConflict] = useState<Conflict | null>(null)

  async function save(change: FieldChange, onDone: () => void): Promise<void> {
    try {
      keep(await patch(id, change))
    } catch (error) {
      if (asProblem(error).status !== 412) throw error
      const latest = await client.fetchQuery({ ...incidentQuery(id), staleTime: 0 })
      const theirs = latest[change.field]
      const { version } = latest
      if (theirs === change.base) return save({ ...change, version }, onDone)
      if (theirs !== change.value) return setConflict({ ...change, theirs, version, onDone })
    }
    setConflict(null)
    onDone()
  }
  function takeTheirs() {
    setConflict(null)
    conflict?.onDone()
  }
  const dialog = conflict && (
    <ConflictDialog
      field={conflict.field}
      yours={conflict.value}
      theirs={conflict.theirs}
      onKeepMine={() => save({ ...conflict, base: conflict.theirs }, conflict.onDone)}
      onTakeTheirs={takeTheirs}
      onClose={() => setConflict(null)}
    />
  )
  return { save, dialog }
}
