import { useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import type { Incident } from '../../lib/api/types.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { useWord } from './incident-words.ts'
import { LinkDialog } from './link-dialog.tsx'
import { incomingWords, linkWords, relatedTexts, targetWords } from './related.messages.ts'
import { RelatedSection } from './related-section.tsx'
import { RelationRow, RelativeLink } from './relation-row.tsx'
import { useRemoveLink } from './relations.queries.ts'

type Link = Incident['links'][number]

/** What it is related to, in both directions. */
export function Links({ incident, mayEdit }: { incident: Incident; mayEdit: boolean }) {
  const text = useText()
  const word = useWord()
  const [isAsking, setAsking] = useState(false)
  const { mutate, isPending, variables } = useRemoveLink(incident.id)
  const { links } = incident
  if (!mayEdit && links.length === 0) return null
  return (
    <RelatedSection
      title={text(relatedTexts.links)}
      count={links.length}
      add={mayEdit ? { label: text(relatedTexts.addLink), onPress: () => setAsking(true) } : undefined}
      empty={text(relatedTexts.noLinks)}
    >
      <ul className="empty:hidden">
        {links.map((link) => (
          <RelationRow
            key={link.id}
            kind={word(link.is_incoming ? incomingWords : linkWords, link.type)}
            remove={
              mayEdit
                ? {
                    label: text(relatedTexts.remove, { target: nameOf(link) }),
                    onPress: () => mutate(link.id),
                    isPending: isPending && variables === link.id,
                  }
                : undefined
            }
          >
            <Target link={link} />
          </RelationRow>
        ))}
      </ul>
      {isAsking && <LinkDialog incidentId={incident.id} onClose={() => setAsking(false)} />}
    </RelatedSection>
  )
}

const nameOf = ({ incident, change_reference, problem_reference }: Link) =>
  incident?.number ?? change_reference ?? problem_reference ?? ''

/** Changes and problems are kept elsewhere, so far: their reference is all there is. */
function Target({ link }: { link: Link }) {
  const text = useText()
  if (link.incident) return <RelativeLink incident={link.incident} />
  const kind = link.change_reference === null ? 'problem_reference' : 'change_reference'
  return (
    <>
      <Badge>{text(targetWords[kind])}</Badge>
      <span className="row-text font-medium">{nameOf(link)}</span>
    </>
  )
}
