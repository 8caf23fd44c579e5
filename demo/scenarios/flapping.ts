import { seeded } from '../../faults/random.ts'
import { plainAlert, SYMPTOMS, type Symptom } from '../history/alerts.ts'
import { tell } from '../sources.ts'
import type { Item } from '../world/items.ts'
import type { Scenario } from './scenario.ts'

const USUAL = 12

export const flapping: Scenario = {
  title: 'an uplink comes and goes: one alert that fires again and again',
  play: async ({ demo, world, count, say, show, wait }) => {
    const switches = world.items.filter(({ kind }) => kind === 'switch')
    const item = seeded(Date.now() >>> 0).pick(switches) as Item
    const alert = plainAlert(item, SYMPTOMS.switch[0] as Symptom)
    const times = count ?? USUAL
    const query = `dedup_key=${encodeURIComponent(alert.dedup_key)}&workflow__in=open,acknowledged,resolved`
    show({ title: 'The alert', page: `/noc/alerts?${query}`, api: `/api/noc/alerts/?${query}` })
    for (let n = 1; n <= times; n++) {
      await tell(demo, { ...alert, action: 'trigger' })
      await wait(4)
      if (n < times) await tell(demo, { ...alert, action: 'resolve' })
      await wait(3)
      say(`${item.name} was down ${n} of ${times} times`)
    }
    say('It is down and stays so.')
  },
}
