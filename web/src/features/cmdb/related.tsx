import { SeverityBadge } from '../../components/severity-badge.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import type { AlertSummary, IncidentSummary } from '../../lib/api/types.ts'
import { fieldWords, texts } from './cmdb.messages.ts'
import type { RelatedNoun } from './related-list.tsx'

/** Those that name the item, the newest first. */
export const relatedIncidents: RelatedNoun<IncidentSummary> = {
  topic: 'incidents',
  path: '/incidents/$id',
  title: texts.incidents,
  empty: texts.noIncidents,
  read: (page, signal) => {
    const query = { ...page, ordering: '-created_at' }
    return answerOf(api.GET('/api/v1/incidents/', { params: { query }, signal }))
  },
  columns: (text) => [
    {
      key: 'priority',
      name: text(fieldWords.priority),
      width: 72,
      render: ({ priority }) => `P${priority}`,
    },
    {
      key: 'number',
      name: text(fieldWords.number),
      width: 92,
      hideBelow: 'sm',
      render: ({ number }) => number,
    },
  ],
  since: ({ created_at }) => created_at,
  // Their lists do not show their item.
  showsItem: false,
}

/** Those that their source or an operator put on the item. */
export const relatedAlerts: RelatedNoun<AlertSummary> = {
  topic: 'alerts',
  path: '/noc/alerts/$id',
  title: texts.alerts,
  empty: texts.noAlerts,
  read: (query, signal) => answerOf(api.GET('/api/noc/alerts/', { params: { query }, signal })),
  columns: (text) => [
    {
      key: 'severity',
      name: text(fieldWords.severity),
      width: 100,
      render: ({ severity }) => <SeverityBadge severity={severity} />,
    },
  ],
  since: ({ starts_at }) => starts_at,
  showsItem: true,
}
