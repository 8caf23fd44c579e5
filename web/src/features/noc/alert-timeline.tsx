import { useQueries } from '@tanstack/react-query'
import { ErrorState, LoadingState } from '../../components/state.tsx'
import { Timeline, type TimelineEntry } from '../../components/timeline.tsx'
import { answerOf, api } from '../../lib/api/client.ts'
import type { paths } from '../../lib/api/schema.gen.ts'
import { severityWords } from '../../lib/i18n/en.ts'
import { type Message, useText } from '../../lib/i18n/messages.ts'
import { eventTexts, factTexts } from './detail.messages.ts'
import { useAlertTimeline } from './use-alert.ts'

type Happening =
  paths['/api/noc/alerts/{id}/timeline/']['get']['responses'][200]['content']['application/json']['results'][number]

/** What happened to an alert, newest first, each as a sentence. */
export function AlertTimeline({ id }: { id: number }) {
  const text = useText()
  const { data, isPending, error, refetch } = useAlertTimeline(id)
  const happenings = data?.results ?? []
  const names = useNames(happenings)
  const sentence = useSentences()
  if (error && !data) return <ErrorState problem={error} onRetry={() => refetch()} />
  if (isPending) return <LoadingState rows={3} />
  return (
    <Timeline
      label={text(factTexts.history)}
      entries={happenings.map((happening) => sentence(happening, names(happening)))}
    />
  )
}

function useSentences() {
  const text = useText()
  const severityName = (word: unknown) =>
    typeof word === 'string' && word in severityWords
      ? text(severityWords[word as keyof typeof severityWords])
      : ''
  return (happening: Happening, whom: string): TimelineEntry => {
    const { id, at, actor, details } = happening
    const { severity, severity_before: before, escalation_level: level } = details
    const note = [details.comment, details.reason, details.notes].find((said) => typeof said === 'string')
    return {
      id,
      at,
      actor: actor.name,
      title: text(messageOf(happening), {
        severity: severityName(severity),
        whom: whom || 'none',
        level: Number(level ?? 1),
      }),
      ...(typeof note === 'string' && note && { note }),
      ...(before !== undefined && {
        changes: [{ field: '', before: severityName(before), after: severityName(severity) }],
      }),
    }
  }
}

/** An event that this version does not know is shown by its own word. */
function messageOf({ event, details }: Happening): Message {
  if (event === 'resolved' && details.resolution === 'incident') return eventTexts.resolvedByIncident
  if (event === 'resolved' && details.resolution === 'source') return eventTexts.resolvedBySource
  if (event in eventTexts) return eventTexts[event as keyof typeof eventTexts]
  return { id: `noc.event.${event}`, defaultMessage: event.replaceAll('_', ' ') }
}

/** Whom an alert was given to: the history holds ids, and a name never changes while somebody reads. */
function useNames(happenings: readonly Happening[]) {
  const idsOf = (field: string) => [
    ...new Set(happenings.map(({ details }) => details[field]).filter((id) => typeof id === 'number')),
  ]
  const people = useQueries({
    queries: idsOf('assignee_id').map((id) => ({
      queryKey: ['users', 'name', id],
      queryFn: () => answerOf(api.GET('/api/v1/users/{id}/', { params: { path: { id } } })),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  })
  const teams = useQueries({
    queries: idsOf('team_id').map((id) => ({
      queryKey: ['teams', 'name', id],
      queryFn: () => answerOf(api.GET('/api/v1/teams/{id}/', { params: { path: { id } } })),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  })
  const nameOf = (
    found: readonly { data?: { id: number; display_name?: string; name?: string } }[],
    id: unknown,
  ) => {
    const record = found.find(({ data }) => data?.id === id)?.data
    return record?.display_name ?? record?.name
  }
  return ({ details: { assignee_id, team_id } }: Happening) =>
    [nameOf(people, assignee_id), nameOf(teams, team_id)].filter(Boolean).join(', ')
}
