import { ActionDialog } from '../../components/action-dialog.tsx'
import type { ActionField, Entered } from '../../components/action-field.tsx'
import { incidentsBut } from '../../lib/api/lookups.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useOptions } from './incident-words.ts'
import { linkTargets, targetOf } from './link.targets.ts'
import { linkWords, relatedTexts, targetWords } from './related.messages.ts'
import { type LinkInput, useAddLink } from './relations.queries.ts'

/** Says what this incident is to another record. */
export function LinkDialog({ incidentId, onClose }: { incidentId: number; onClose: () => void }) {
  const text = useText()
  const fields = useLinkFields(incidentId)
  const add = useAddLink(incidentId)
  return (
    <ActionDialog
      title={text(relatedTexts.addLink)}
      isOpen
      onClose={onClose}
      requires={['type']}
      fields={fields}
      submit={text(relatedTexts.addLink)}
      onSubmit={({ target: _, ...link }) => add(link as Omit<LinkInput, 'incident_id'>)}
    />
  )
}

function useLinkFields(incidentId: number) {
  const text = useText()
  const options = useOptions()
  return ({ type, target }: Entered): Record<string, ActionField> => {
    const targets = linkTargets[type ?? ''] ?? []
    const field = targetOf(type, target)
    const label = text(targetWords[field as keyof typeof targetWords])
    return {
      type: {
        kind: 'select',
        label: text(relatedTexts.linkType),
        options: options(linkWords),
        initial: 'related_to',
      },
      target: {
        kind: 'select',
        label: text(relatedTexts.target),
        options: options(targetWords).filter(({ id }) => targets.includes(id)),
        initial: field,
        isOffered: targets.length > 1,
      },
      [field]:
        field === 'linked_incident_id'
          ? { kind: 'lookup', label, load: incidentsBut(incidentId), toValue: Number, isRequired: true }
          : { kind: 'text', label, isRequired: true },
      note: { kind: 'text', label: text(relatedTexts.note), isOffered: true },
    }
  }
}
