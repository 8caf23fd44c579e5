import { makeAlerts } from '../history/alerts.ts'
import { DAY, MINUTE } from '../history/calendar.ts'
import { makeYear } from '../history/year.ts'
import { OPERATORS } from '../world/staff.ts'
import type { World } from '../world/world.ts'
import { alertHappenings } from './alerts.ts'
import { type Cast, happeningsOf } from './history.ts'
import { play } from './play.ts'
import { makePlayers } from './players.ts'
import { type Administrator, inWorkshop } from './workshop.ts'
import { createWorld, type Ids } from './world.ts'

export interface Size {
  incidents: number
  alerts: number
}

interface Seeded {
  ids: Ids
  /** The major incident that goes on right now. */
  majorIncidentId: number
}

/** Fills an empty folder with a company and its year until now. */
export async function seed(
  dataDir: string,
  { world, size, administrator }: { world: World; size: Size; administrator: Administrator },
  told: (line: string) => void,
  now = Date.now(),
): Promise<Seeded> {
  const seeded: Partial<Seeded> = {}
  // Everything that the year needs was there a day before it.
  await inWorkshop(dataDir, administrator, now - 366 * DAY, async (workshop) => {
    let ids: Ids | undefined
    await workshop.whileServing(async ({ url }) => {
      ids = await createWorld(url, world, administrator)
    })
    if (!ids) throw new Error('there is no world')
    told(
      `${world.sites.length} sites, ${world.items.length} configuration items, ${world.people.length} people`,
    )
    const stories = makeYear(world, now, size.incidents)
    const players = makePlayers(world, ids, workshop.organizationId)
    const cast: Cast = { ids, players, incidents: new Map() }
    const tell = (share: number) => told(`a year of incidents: ${Math.round(share * 100)} %`)
    await play(happeningsOf(stories, cast, now), workshop.lanes, tell)
    const alerts = makeAlerts(world, now - MINUTE, size.alerts, OPERATORS)
    await workshop.whileServing((product) =>
      play(alertHappenings(alerts, cast, product, now), workshop.lanes, () => {}),
    )
    const major = stories.findLast(({ facts }) => facts.title.startsWith('Faserbruch'))
    Object.assign(seeded, { ids, majorIncidentId: major && cast.incidents.get(major) })
  })
  return seeded as Seeded
}
