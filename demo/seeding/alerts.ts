import { performOnAlert } from '../../server/src/modules/noc/index.ts'
import type { App } from '../../server/src/platform/http/app.ts'
import { type AlertStory, plainAlert } from '../history/alerts.ts'
import type { Cast } from './history.ts'
import type { Happening } from './play.ts'
import type { Workshop } from './workshop.ts'

/** Alerts as their source sends them and the watch takes them, one after the other. */
export function alertHappenings(
  alerts: AlertStory[],
  cast: Cast,
  workshop: Workshop,
  now: number,
): Happening[] {
  const source = cast.ids.integrations.get('Checkmk Kundennetze')
  const url = `/api/ingest/generic/${source?.key}/`
  return alerts.flatMap(({ item, symptom, at, acknowledgedAt, by, until }) => {
    const alert = plainAlert(item, symptom)
    let id = 0
    const send = (when: number, action: string) => ({
      at: when,
      keys: ['alerts'],
      run: async () => {
        workshop.clock.set(when)
        id = await ingest(workshop.app, url, { ...alert, action, timestamp: new Date(when).toISOString() })
      },
    })
    const acknowledge = (when: number) => ({
      at: when,
      keys: ['alerts'],
      run: ({ door }: Parameters<Happening['run']>[0]) => {
        const who = cast.players.get(by)
        if (!who) throw new Error(`${by} is not in the story`)
        return door.write(who, (tx) => performOnAlert(tx, id, 'ack', {}))
      },
    })
    const isSeen = acknowledgedAt !== null && acknowledgedAt < Math.min(until, now)
    return [
      send(at, 'trigger'),
      ...(isSeen ? [acknowledge(acknowledgedAt)] : []),
      ...(until < now ? [send(until, 'resolve')] : []),
    ]
  })
}

async function ingest(app: App, url: string, payload: object): Promise<number> {
  const answer = await app.inject({ method: 'POST', url, payload })
  const result = answer.statusCode === 200 ? answer.json().results[0] : undefined
  if (!result?.ok) throw new Error(`POST ${url}: ${answer.statusCode} ${answer.body}`)
  return result.id
}
