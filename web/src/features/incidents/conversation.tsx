import { Lock } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { Segments } from '../../components/segments.tsx'
import { ErrorState, LoadingState } from '../../components/state.tsx'
import type { Incident, IncidentComment } from '../../lib/api/types.ts'
import { usePermission } from '../../lib/api/use-session.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { Composer } from './composer.tsx'
import { useComments, useFollowComments, type Visibility } from './incident.queries.ts'
import { texts } from './incidents.messages.ts'

type Shown = Visibility | 'all'

/** What was written, newest first, below the place to write. */
export function Conversation({ incident }: { incident: Incident }) {
  const mayWrite = usePermission('incidents.comment')
  return (
    <div className="flex flex-col gap-4">
      {mayWrite && <Composer incidentId={incident.id} />}
      <Comments incident={incident} />
    </div>
  )
}

function Comments({ incident }: { incident: Incident }) {
  const isStaff = usePermission('incidents.read_internal')
  const text = useText()
  useFollowComments(incident.id)
  const { data } = useComments(incident.id)
  const hasAny = data?.pages.some(({ results }) => results.length > 0)
  const [shown, setShown] = useState<Shown>('all')
  const options = [
    { id: 'all', label: text(texts.allComments) },
    { id: 'public', label: text(texts.replies) },
    { id: 'internal', label: text(texts.notes) },
  ]
  return (
    <>
      {isStaff && hasAny && (
        <Segments
          label={text(texts.shownComments)}
          options={options}
          value={shown}
          onChange={(id) => setShown(id as Shown)}
        />
      )}
      <CommentList incident={incident} visibility={shown === 'all' ? undefined : shown} />
    </>
  )
}

function CommentList({ incident, visibility }: { incident: Incident; visibility: Visibility | undefined }) {
  const text = useText()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useComments(
    incident.id,
    visibility,
  )
  const comments = data?.pages.flatMap(({ results }) => results)
  if (!comments)
    return error ? <ErrorState problem={error} onRetry={() => refetch()} /> : <LoadingState rows={4} />
  if (comments.length === 0)
    return (
      <p className="py-6 text-center text-faint">
        {text(visibility ? texts.noSuchComments : texts.noComments)}
      </p>
    )
  return (
    <>
      <ol aria-label={text(texts.conversation)} className="flex flex-col gap-4">
        {comments.map((comment) => (
          <Comment key={comment.id} comment={comment} requesterId={incident.requester_id} />
        ))}
      </ol>
      {hasNextPage && (
        <div>
          <Button size="sm" isPending={isFetchingNextPage} onPress={() => fetchNextPage()}>
            {text(texts.older)}
          </Button>
        </div>
      )}
    </>
  )
}

function Comment({ comment, requesterId }: { comment: IncidentComment; requesterId: number | null }) {
  const text = useText()
  const { author, body, created_at, visibility } = comment
  const isInternal = visibility === 'internal'
  const name = author?.name ?? text(texts.unknownPerson)
  return (
    <li className="flex gap-3">
      <Avatar name={name} size="md" />
      <article className="min-w-0 grow">
        <header className="flex min-h-7 flex-wrap items-center gap-x-2">
          <span className="font-medium">{name}</span>
          {author && author.id === requesterId && <Badge tone="accent">{text(texts.requesterBadge)}</Badge>}
          {isInternal && (
            <Badge tone="notice">
              <Lock aria-hidden className="size-3" />
              {text(texts.note)}
            </Badge>
          )}
          <span className="text-faint text-sm">
            <RelativeTime value={created_at} isFocusable />
          </span>
        </header>
        <div
          className={`whitespace-pre-wrap break-words rounded-md border px-3 py-2 ${isInternal ? 'border-notice/40 border-s-3 bg-notice/8' : 'border-line bg-canvas'}`}
        >
          {body}
        </div>
      </article>
    </li>
  )
}
