import type { Incident } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { Family } from './family.tsx'
import { useFollowLinks } from './incident-parts.queries.ts'
import { Links } from './links.tsx'

/** How many other records this one shows. */
export const relatedCount = ({ parent, children, links }: Incident, seesAll: boolean) =>
  (seesAll && parent ? 1 : 0) + children.length + links.length

/** The incident among others: its family, and what it is linked to. */
export function Related({ incident, mayEdit }: { incident: Incident; mayEdit: boolean }) {
  const mayLink = usePermission('incidents.update')
  return (
    <div className="flex flex-col gap-6">
      <Family incident={incident} mayEdit={mayEdit} />
      <Links incident={incident} mayEdit={mayEdit && mayLink} />
    </div>
  )
}

/** For those who may see links as records: others link this incident without moving its version. */
export function FollowLinks({ incidentId }: { incidentId: number }) {
  useFollowLinks(incidentId)
  return null
}
