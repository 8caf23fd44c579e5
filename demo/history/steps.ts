import type { IncidentInput } from '../../server/src/modules/incidents/index.ts'
import type { IncidentAction, MajorAction } from '../../server/src/modules/incidents/playback.ts'

/** Who is meant, before they have ids: a team's key, a person's user name. */
interface Names {
  team?: string
  assignee?: string
  commander?: string
  duplicateOf?: Story
}

/** What somebody does about an incident at a time. */
export type Step = { at: number; by: string } & (
  | { do: 'act'; action: IncidentAction; names?: Names; input?: Record<string, unknown> }
  | { do: 'major'; action: MajorAction; names?: Names; input?: Record<string, unknown> }
  | { do: 'comment'; body: string; visibility: 'public' | 'internal' }
  | { do: 'workaround'; steps: string; outcome: string }
)

type Facts = Pick<
  IncidentInput,
  'title' | 'description' | 'impact' | 'urgency' | 'affected_users' | 'channel'
>

/** One incident from its report on, in names; what lies after now has not happened yet. */
export interface Story {
  at: number
  by: string
  facts: Facts
  requester: string | null
  team: string | null
  /** The client's code, and names. */
  client: string | null
  site: string | null
  item: string | null
  parent: Story | null
  /** The closed one that this one takes up again. */
  followUpOf: Story | null
  steps: Step[]
}
