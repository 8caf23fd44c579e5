import { CircleAlert } from 'lucide-react'
import type { Problem } from '../lib/api/problem.ts'

interface ProblemNoteProps {
  problem: Problem | null
  /** Fields that show their own errors; the note then says only what has no place elsewhere. */
  knownFields?: readonly string[]
}

/** What a form could not do, above its buttons. */
export function ProblemNote({ problem, knownFields = [] }: ProblemNoteProps) {
  if (!problem) return null
  const rest = problem.errors.filter(({ field }) => !knownFields.includes(field))
  return (
    <div role="alert" className="flex gap-2 rounded-md bg-danger/10 px-3 py-2 text-danger-ink">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p>{problem.message}</p>
        {rest.map(({ field, detail }) => (
          <p key={field + detail}>
            {field}: {detail}
          </p>
        ))}
      </div>
    </div>
  )
}
