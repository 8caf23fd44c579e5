import { unknownReference } from '../../../platform/errors.ts'
import { getRows } from '../../../platform/resource/rows.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { incidents, type StoredIncident } from '../incident.schema.ts'
import { insertLink } from './incident-link.service.ts'

/** Says which incident this one repeats. */
export async function markDuplicate(tx: Tx, { id }: StoredIncident, duplicateOf: number) {
  const [original] = await getRows(tx, incidents, [duplicateOf])
  if (!original) throw unknownReference('duplicate_of_id')
  const link = { incident_id: id, type: 'duplicate_of' as const, linked_incident_id: duplicateOf }
  await insertLink(tx, link, 'duplicate_of_id')
}
