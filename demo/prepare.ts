import { randomBytes } from 'node:crypto'
import { type Demo, emptyFolder, readDemo, writeDemo } from './folder.ts'
import type { Options } from './options.ts'
import { seed } from './seeding/seed.ts'
import { makeWorld } from './world/world.ts'

/** Alerts of the last days that the year leaves in the console's history: at least some, and these for each incident. */
const LEAST_ALERTS = 200
const ALERTS_PER_INCIDENT = 0.2

/** The demo in the folder, seeded now where there is none. */
export async function prepareDemo(
  folder: string,
  { isFresh, seed: chosen, incidents }: Pick<Options, 'isFresh' | 'seed' | 'incidents'>,
  say: (line: string) => void,
): Promise<Demo> {
  const known = isFresh ? null : await readDemo(folder)
  if (known) return known
  await emptyFolder(folder)
  const began = performance.now()
  say(`Seeding a year with ${incidents} incidents (seed ${chosen}) …`)
  const seededAt = new Date()
  const password = `nordwind-${randomBytes(6).toString('base64url')}`
  const world = makeWorld(chosen)
  const size = { incidents, alerts: Math.max(LEAST_ALERTS, Math.round(incidents * ALERTS_PER_INCIDENT)) }
  const administrator = { username: 'admin', password }
  const { ids, majorIncidentId } = await seed(folder, { world, size, administrator }, say, seededAt.getTime())
  const demo: Demo = {
    seed: chosen,
    seededAt: seededAt.toISOString(),
    password,
    url: null,
    integrations: Object.fromEntries(ids.integrations) as Demo['integrations'],
    clients: Object.fromEntries(ids.clients),
    teams: Object.fromEntries(ids.teams),
    majorIncidentId,
  }
  await writeDemo(folder, demo)
  say(`Seeded in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  return demo
}
