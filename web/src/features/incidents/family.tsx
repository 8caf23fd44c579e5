import { useState } from 'react'
import { ActionDialog } from '../../components/action-dialog.tsx'
import { incidentsBut } from '../../lib/api/lookups.ts'
import type { Incident } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { openChildren } from './incident.actions.ts'
import { useIncident } from './incident.queries.ts'
import { relatedTexts } from './related.messages.ts'
import { RelatedSection } from './related-section.tsx'
import { RelationRow, RelativeLink } from './relation-row.tsx'
import { useAdopt } from './relations.queries.ts'

interface FamilyProps {
  incident: Incident
  mayEdit: boolean
}

/** A family is one deep: an incident has a parent or children, never both. */
export function Family({ incident, mayEdit }: FamilyProps) {
  // Whoever reported one of many may not see the parent, and its number says nothing to them.
  const seesAll = usePermission('incidents.view_all')
  const { parent, children } = incident
  const isShown = mayEdit || parent !== null || children.length > 0
  if (!isShown) return null
  return (
    <>
      {seesAll && children.length === 0 && <Parent incident={incident} mayEdit={mayEdit} />}
      {(mayEdit || children.length > 0) && parent === null && (
        <Children incident={incident} mayEdit={mayEdit} />
      )}
    </>
  )
}

function Parent({ incident, mayEdit }: FamilyProps) {
  const text = useText()
  const [isAsking, setAsking] = useState(false)
  const { mutate, isPending } = useAdopt(incident.id)
  const { id, parent } = incident
  const add = { label: text(relatedTexts.setParent), onPress: () => setAsking(true) }
  const remove = {
    label: text(relatedTexts.leaveParent, { number: parent?.name ?? '' }),
    onPress: () => mutate({ childId: id, parentId: null }),
    isPending,
  }
  return (
    <RelatedSection
      title={text(relatedTexts.parent)}
      count={parent ? 1 : 0}
      add={mayEdit && !parent ? add : undefined}
      empty={text(relatedTexts.noParent)}
    >
      {parent && (
        <ul>
          <RelationRow remove={mayEdit ? remove : undefined}>
            <ParentLink parent={parent} />
          </RelationRow>
        </ul>
      )}
      {isAsking && <FamilyDialog incident={incident} as="child" onClose={() => setAsking(false)} />}
    </RelatedSection>
  )
}

function ParentLink({ parent }: { parent: NonNullable<Incident['parent']> }) {
  const { data } = useIncident(parent.id)
  const { id, name } = parent
  const known = data ?? { id, number: name, title: '', status: '' }
  return <RelativeLink incident={known} />
}

function Children({ incident, mayEdit }: FamilyProps) {
  const text = useText()
  const [isAsking, setAsking] = useState(false)
  const { mutate, isPending, variables } = useAdopt(incident.id)
  const { children } = incident
  const open = openChildren(incident)
  return (
    <RelatedSection
      title={text(relatedTexts.children)}
      count={children.length}
      add={mayEdit ? { label: text(relatedTexts.addChild), onPress: () => setAsking(true) } : undefined}
      empty={text(relatedTexts.noChildren)}
    >
      {open > 0 && <p className="pb-1 text-faint text-sm">{text(relatedTexts.childrenFollow)}</p>}
      <ul className="empty:hidden">
        {children.map((child) => (
          <RelationRow
            key={child.id}
            remove={
              mayEdit
                ? {
                    label: text(relatedTexts.removeChild, { number: child.number }),
                    onPress: () => mutate({ childId: child.id, parentId: null }),
                    isPending: isPending && variables.childId === child.id,
                  }
                : undefined
            }
          >
            <RelativeLink incident={child} />
          </RelationRow>
        ))}
      </ul>
      {isAsking && <FamilyDialog incident={incident} as="parent" onClose={() => setAsking(false)} />}
    </RelatedSection>
  )
}

interface FamilyDialogProps {
  incident: Incident
  /** What this incident becomes to the one that is chosen. */
  as: 'parent' | 'child'
  onClose: () => void
}

function FamilyDialog({ incident, as, onClose }: FamilyDialogProps) {
  const text = useText()
  const { mutateAsync } = useAdopt(incident.id)
  const isParent = as === 'parent'
  const title = text(isParent ? relatedTexts.addChild : relatedTexts.setParent)
  return (
    <ActionDialog
      title={title}
      isOpen
      onClose={onClose}
      requires={['parent_id']}
      fields={{
        parent_id: {
          kind: 'lookup',
          label: text(relatedTexts.incident),
          description: text(isParent ? relatedTexts.childHint : relatedTexts.parentHint),
          load: incidentsBut(incident.id),
          toValue: Number,
        },
      }}
      submit={title}
      onSubmit={({ parent_id }) => {
        const other = Number(parent_id)
        return mutateAsync(
          isParent ? { childId: other, parentId: incident.id } : { childId: incident.id, parentId: other },
        )
      }}
    />
  )
}
