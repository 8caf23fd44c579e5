import { incidentsModule, openIncident, performOnIncident } from '../../server/src/modules/incidents/index.ts'
import {
  addComment,
  addWorkaround,
  followUpIncident,
  performOnMajor,
} from '../../server/src/modules/incidents/playback.ts'
import type { Context } from '../../server/src/platform/context.ts'
import type { Tx } from '../../server/src/platform/unit-of-work.ts'
import { DAY, HOUR, MINUTE } from '../history/calendar.ts'
import type { Step, Story } from '../history/steps.ts'
import type { Happening } from './play.ts'
import type { Ids } from './world.ts'

export interface Cast {
  ids: Ids
  players: Map<string, Context>
  /** Of each story that has begun: its incident. */
  incidents: Map<Story, number>
}

/** Reports come one after the other, so that the numbers do. */
const NUMBERS = 'numbers'
const CLOSES_AFTER = 7 * DAY

/** The stories as steps through the product's own door. */
export function happeningsOf(stories: Story[], cast: Cast, now: number): Happening[] {
  const told = stories.flatMap((story) => [
    {
      at: story.at,
      keys: [NUMBERS, rootOf(story)],
      run: writing(cast, story.by, async (tx) => {
        cast.incidents.set(story, await open(tx, story, cast))
      }),
    },
    ...story.steps.map((step) => ({
      at: step.at,
      keys: [rootOf(story)],
      run: writing(cast, step.by, (tx) => take(tx, story, step, cast)),
    })),
  ])
  return [...told, ...sweeps(stories, now)]
}

const writing =
  ({ players }: Cast, by: string, work: (tx: Tx) => Promise<unknown>): Happening['run'] =>
  ({ door }) =>
    door.write(known(players, by), work)

function rootOf(story: Story): Story {
  const above = story.parent ?? story.followUpOf
  return above ? rootOf(above) : story
}

function known<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`the story names ${String(key)}, who is not in it`)
  return value
}

const named = (ids: ReadonlyMap<string, number>, name: string | null) =>
  name === null ? null : known(ids, name)

async function open(tx: Tx, story: Story, { ids, incidents }: Cast): Promise<number> {
  const { facts, requester, team, client, site, item, parent, followUpOf } = story
  if (followUpOf) {
    const { description = '' } = facts
    return (await followUpIncident(tx, known(incidents, followUpOf), { description })).id
  }
  return openIncident(tx, {
    ...facts,
    requester_id: named(ids.people, requester),
    ...(team ? { team_id: known(ids.teams, team) } : {}),
    client_id: named(ids.clients, client),
    site_id: named(ids.sites, site),
    configuration_item_id: named(ids.items, item),
    ...(parent ? { parent_id: known(incidents, parent) } : {}),
  })
}

async function take(tx: Tx, story: Story, step: Step, { ids, incidents }: Cast) {
  const id = known(incidents, story)
  if (step.do === 'comment') return addComment(tx, id, { body: step.body, visibility: step.visibility })
  if (step.do === 'workaround')
    return addWorkaround(tx, { incident_id: id, steps: step.steps, outcome: step.outcome as 'worked' })
  const { team, assignee, commander, duplicateOf } = step.names ?? {}
  const input = {
    ...step.input,
    ...(team ? { team_id: known(ids.teams, team) } : {}),
    ...(assignee ? { assignee_id: known(ids.people, assignee) } : {}),
    ...(commander ? { commander_id: known(ids.people, commander) } : {}),
    ...(duplicateOf ? { duplicate_of_id: known(incidents, duplicateOf) } : {}),
  }
  return step.do === 'major'
    ? performOnMajor(tx, id, step.action, input)
    : performOnIncident(tx, id, step.action, input)
}

/** The product's own sweep, whenever there is something for it: holds that end, resolved incidents that close. */
function sweeps(stories: Story[], now: number): Happening[] {
  const due = new Set<number>()
  const after = (at: number, grid: number) => due.add(Math.ceil(at / grid) * grid)
  for (const { steps, parent } of stories) {
    const end = (parent ?? { steps }).steps.at(-1)
    if (end?.do === 'act' && end.action === 'resolve') after(end.at + CLOSES_AFTER, HOUR)
    for (const step of steps) {
      const until = step.do === 'act' && step.input?.hold_until
      if (until) after(Date.parse(String(until)), MINUTE)
    }
  }
  const { run } = incidentsModule.jobs['incidents.sweep']
  return [...due]
    .filter((at) => at < now)
    .map((at) => ({ at, keys: [], isAlone: true, run: ({ door }) => run({ door }) }))
}
