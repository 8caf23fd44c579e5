import { performOnAlert } from '../../server/src/modules/noc/index.ts'
import { type AlertStory, plainAlert } from '../history/alerts.ts'
import { send } from '../people.ts'
import type { ShiftedClock } from './clock.ts'
import type { Cast } from './history.ts'
import type { Happening } from './play.ts'

/** Alerts as their source sends them and the watch takes them, one after the other. */
export function alertHappenings(
  alerts: AlertStory[],
  cast: Cast,
  product: { url: string; clock: ShiftedClock },
  now: number,
): Happening[] {
  const source = cast.ids.integrations.get('Checkmk Kundennetze')
  const path = `/api/ingest/generic/${source?.key}/`
  return alerts.flatMap(({ item, symptom, at, acknowledgedAt, by, until }) => {
    const alert = plainAlert(item, symptom)
    let id = 0
    const telling = (when: number, action: string) => ({
      at: when,
      keys: ['alerts'],
      run: async () => {
        product.clock.set(when)
        id = await ingest(product.url, path, { ...alert, action, timestamp: new Date(when).toISOString() })
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
      telling(at, 'trigger'),
      ...(isSeen ? [acknowledge(acknowledgedAt)] : []),
      ...(until < now ? [telling(until, 'resolve')] : []),
    ]
  })
}

interface Results {
  results: { ok: boolean; id?: number; detail?: string }[]
}

async function ingest(url: string, path: string, alert: object): Promise<number> {
  const { results } = await send<Results>(url, 'POST', path, alert)
  const [result] = results
  if (!result?.id) throw new Error(`the alert was not taken: ${result?.detail}`)
  return result.id
}
