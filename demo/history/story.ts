import type { Random } from '../../faults/random.ts'
import { assessPriority, DEFAULT_RULES } from '../../server/src/modules/incidents/playback.ts'
import type { Item } from '../world/items.ts'
import { DISPATCHERS, OPERATORS, type Person, type Team, teamOf } from '../world/staff.ts'
import type { World } from '../world/world.ts'
import type { Cause } from './causes.ts'
import type { Story } from './steps.ts'
import { ERRORS, READINGS } from './words.ts'

/** What a story is about, before anybody has done anything. */
export interface Scene {
  story: Story
  cause: Cause
  team: Team
  worker: string
  requester: Person | null
  priority: number
}

const CHANNELS = ['phone', 'phone', 'mail', 'mail', 'chat', 'walkup'] as const
type Level = 1 | 2 | 3

export function makeScene(world: World, cause: Cause, at: number, random: Random): Scene {
  const requester = cause.isMonitored ? null : random.pick(world.requesters)
  const item = itemFor(world, cause, requester, random)
  const client = requester?.client ?? item?.client ?? null
  const site = item?.site ?? placeOf(world, client, random)
  const team = teamOf(cause.team)
  const isSelfService = requester !== null && random.next() < 0.5
  const by =
    requester === null
      ? random.pick(OPERATORS)
      : isSelfService
        ? requester.username
        : random.pick(DISPATCHERS)
  const fill = (text: string) =>
    text
      .replace('{item}', item?.name ?? 'Gerät')
      .replace('{site}', site ?? 'dem Standort')
      .replace('{error}', random.pick(cause.isMonitored ? READINGS : ERRORS))
  const level = { impact: random.pick(cause.impact), urgency: random.pick(cause.urgency) }
  const story: Story = {
    at,
    by,
    facts: {
      title: fill(random.pick(cause.titles)),
      description: fill(cause.description),
      // Who reports for themselves says how much it presses, not whom else it hits.
      ...(isSelfService ? { urgency: level.urgency } : { ...level, ...affected(level.impact, random) }),
      channel: requester === null ? 'monitoring' : isSelfService ? 'portal' : random.pick(CHANNELS),
    },
    requester: requester?.username ?? null,
    team: isSelfService ? null : team.key,
    client,
    site,
    item: item?.name ?? null,
    parent: null,
    followUpOf: null,
    steps: [],
  }
  const isOwn = !isSelfService && requester !== null && team.members.includes(by)
  const worker = isOwn ? by : random.pick(team.members)
  return { story, cause, team, worker, requester, priority: priorityOf(story, requester, item) }
}

/** What the product will make of it. */
function priorityOf({ facts }: Story, requester: Person | null, item: Item | null) {
  const { impact = 2, urgency = 2, affected_users = null } = facts
  return assessPriority(
    {
      impact: impact as Level,
      urgency: urgency as Level,
      affected_users,
      is_vip: requester?.isVip ?? false,
      criticality: item?.criticality ?? null,
    },
    DEFAULT_RULES,
  ).priority
}

/** Not everybody counts heads, and few numbers change what the impact is. */
const affected = (impact: Level, random: Random) =>
  random.next() < 0.25 ? { affected_users: random.between(1, { 1: 400, 2: 60, 3: 8 }[impact]) } : {}

function itemFor({ items }: World, { kind }: Cause, requester: Person | null, random: Random): Item | null {
  if (kind === null) return null
  const fitting = items.filter((item) => item.kind === kind)
  const theirs = requester ? fitting.filter(({ client }) => client === requester.client) : fitting
  return theirs.length > 0 ? random.pick(theirs) : null
}

function placeOf({ sites }: World, client: string | null, random: Random): string | null {
  const theirs = sites.filter((site) => site.client === client)
  return theirs.length > 0 ? random.pick(theirs).name : null
}
