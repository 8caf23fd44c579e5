import type { Random } from '../../faults/random.ts'
import { isWatchedByCheckmk, pickSymptom, plainAlert } from '../history/alerts.ts'
import type { Hand, RunningDemo } from '../people.ts'
import { tell } from '../sources.ts'
import type { Item } from '../world/items.ts'
import { OPERATORS } from '../world/staff.ts'
import type { World } from '../world/world.ts'

interface Alert {
  id: number
  dedup_key: string
  title: string
  severity: string
  actions: { action: string }[]
}
interface Page {
  count: number
  results: Alert[]
}

/** About as many are open, day in, day out. */
const USUAL_OPEN = 60

/** Something fires, is heard of again, is acknowledged or is over. @returns what happened, in words */
export async function moveAlerts(
  demo: RunningDemo,
  world: World,
  people: (username: string) => Hand,
  random: Random,
): Promise<string | null> {
  const operator = random.pick(OPERATORS)
  const watch = people(operator)
  const ours = `integration_id=${demo.integrations['Checkmk Kundennetze'].id}&workflow__in=open,acknowledged`
  const open = await watch.get<Page>(`/api/noc/alerts/?${ours}&page_size=100&ordering=starts_at`)
  const chance = random.next()
  if (open.count === 0 || chance < 0.5 * (USUAL_OPEN / Math.max(open.count, USUAL_OPEN / 2))) {
    const item = random.pick(world.items.filter(isWatchedByCheckmk)) as Item
    const alert = plainAlert(item, pickSymptom(item, random))
    await tell(demo, { ...alert, action: 'trigger' })
    return `fires: ${alert.title}`
  }
  const alert = random.pick(open.results)
  const { dedup_key, title } = alert
  if (chance > 0.85 && alert.actions.some(({ action }) => action === 'ack')) {
    await watch.post(`/api/noc/alerts/${alert.id}/ack/`, {})
    return `${operator} acknowledges: ${title}`
  }
  if (chance > 0.95 && ['critical', 'high'].includes(alert.severity)) {
    const { number } = await watch.post<{ number: string }>('/api/noc/incidents/', { alert_ids: [alert.id] })
    return `${operator} opens ${number} for: ${title}`
  }
  await tell(demo, { dedup_key, title, action: 'resolve' })
  return `is over: ${title}`
}
