import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Badge } from '../../components/badge.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import type { Incident } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { criticalityWords } from './incident-fields.messages.ts'
import { useWord } from './incident-words.ts'

const tones = { high: 'danger', medium: 'notice' } as const

/** The configuration item, with what it is worth to the business where somebody has rated it. */
export function Item({ item }: { item: Incident['configuration_item'] }) {
  const maySee = usePermission('cmdb.view')
  if (!item) return <span className="text-faint">–</span>
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      {maySee ? (
        <Link
          to="/cmdb/items/$id"
          params={{ id: String(item.id) }}
          className="break-all rounded-sm hover:text-accent-ink hover:underline"
        >
          {item.name}
        </Link>
      ) : (
        <span className="break-all">{item.name}</span>
      )}
      {maySee && <Criticality id={item.id} />}
    </span>
  )
}

function Criticality({ id }: { id: number }) {
  const text = useText()
  const word = useWord()
  const { data: criticality } = useQuery({
    queryKey: ['configuration-item', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/configuration-items/{id}/', { params: { path: { id } }, signal })),
    select: (item) => item.criticality,
  })
  if (!criticality) return null
  return (
    <Badge tone={tones[criticality as keyof typeof tones] ?? 'neutral'}>
      {text(criticalityWords.label, { level: word(criticalityWords, criticality) })}
    </Badge>
  )
}
