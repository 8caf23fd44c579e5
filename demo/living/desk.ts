import type { Random } from '../../faults/random.ts'
import { CAUSES } from '../history/causes.ts'
import { makeScene } from '../history/story.ts'
import type { Hand, RunningDemo } from '../people.ts'
import { STAFF, TEAMS } from '../world/staff.ts'
import type { World } from '../world/world.ts'

interface Incident {
  id: number
  number: string
  title: string
  status: string
  team: { name: string } | null
  assignee: { name: string } | null
  actions: { action: string }[]
}

type People = (username: string) => Hand

const PEOPLE_CAUSES = CAUSES.filter(({ isMonitored }) => !isMonitored)

/** Somebody reports something over the portal, for themselves. */
export async function report(
  demo: RunningDemo,
  world: World,
  people: People,
  random: Random,
): Promise<string> {
  const { story, requester } = makeScene(world, random.pick(PEOPLE_CAUSES), Date.now(), random)
  const { title, description, urgency } = story.facts
  const reporter = requester?.username ?? story.by
  const { number } = await people(reporter).post<Incident>('/api/v1/incidents/', {
    ...{ title, description, urgency, channel: 'portal' },
    ...(story.client ? { client_id: demo.clients[story.client] } : {}),
  })
  return `${reporter} reports ${number}: ${title}`
}

/** An agent takes the next step of an incident that is open, or of one whose time has come. */
export async function workOnSomething(
  demo: RunningDemo,
  people: People,
  random: Random,
): Promise<string | null> {
  const list = '/api/v1/incidents/?status=open&major_state__isnull=true&ordering=-updated_at&page_size=50'
  const dispatcher = people('jonas.weber')
  const { results } = await dispatcher.get<{ results: Incident[] }>(list)
  if (results.length === 0) return null
  const incident = random.pick(results)
  const team = TEAMS.find(({ name }) => name === incident.team?.name)
  const owner = STAFF.find(({ name }) => name === incident.assignee?.name)?.username
  if (!owner) return assign(demo, people, incident, team?.members ?? ['jonas.weber', 'aylin.demir'], random)
  return proceed(people(owner), owner, incident, random)
}

async function assign(
  demo: RunningDemo,
  people: People,
  { id, number, team }: Incident,
  members: string[],
  random: Random,
) {
  const member = random.pick(members)
  const me = await people(member).get<{ id: number }>('/api/v1/users/me/')
  await people(member).post(`/api/v1/incidents/${id}/assign/`, {
    assignee_id: me.id,
    ...(team ? {} : { team_id: demo.teams.desk }),
  })
  return `${member} takes ${number}`
}

const NOTES = [
  'Mit dem Anwender gesprochen, Protokoll angefordert.',
  'Checked the monitoring: nothing since 6 o’clock.',
  'Auf einem zweiten Gerät nachgestellt.',
  'Asked the vendor for the current release notes.',
]
const DONE = [
  'Einstellung korrigiert, vom Anwender bestätigt.',
  'Restarted the service and watched it for a while.',
]

async function proceed(hand: Hand, owner: string, { id, number, actions }: Incident, random: Random) {
  const may = (name: string) => actions.some(({ action }) => action === name)
  const url = `/api/v1/incidents/${id}`
  const chance = random.next()
  if (may('resume') && chance < 0.5) {
    await hand.post(`${url}/resume/`)
    return `${owner} goes on with ${number}`
  }
  if (may('resolve') && chance < 0.4) {
    await hand.post(`${url}/resolve/`, { resolution_code: 'fixed', resolution_notes: random.pick(DONE) })
    return `${owner} resolves ${number}`
  }
  if (may('acknowledge')) {
    await hand.post(`${url}/acknowledge/`)
    return `${owner} acknowledges ${number}`
  }
  if (may('hold') && chance > 0.92) {
    await hand.post(`${url}/hold/`, {
      hold_reason: 'awaiting_vendor',
      comment: 'Fall beim Hersteller eröffnet.',
    })
    return `${owner} puts ${number} on hold`
  }
  const visibility = random.pick(['public', 'internal'])
  await hand.post(`${url}/add_comment/`, { body: random.pick(NOTES), visibility })
  return `${owner} comments on ${number}`
}
