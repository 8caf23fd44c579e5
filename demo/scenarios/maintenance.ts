import { seeded } from '../../faults/random.ts'
import { prometheusAlert, SYMPTOMS } from '../history/alerts.ts'
import { fire, recover, silence } from '../sources.ts'
import { shortOf } from '../world/items.ts'
import type { City } from '../world/topology.ts'
import type { Scenario } from './scenario.ts'

export const maintenance: Scenario = {
  title: 'work on a site: its alerts are silenced, and suppressed while they fire',
  play: async ({ demo, world, say, show, wait }) => {
    const city = seeded(Date.now() >>> 0).pick(world.topology.cities) as City
    const pop = shortOf(city.name)
    await silence(demo, pop, 15, `Wartung ${city.name}: Netzteile werden getauscht`)
    say(`${city.name} is silenced for 15 minutes.`)
    const query = `integration_id=${demo.integrations['Prometheus Backbone'].id}&status=suppressed`
    show({ title: 'What is suppressed', page: `/noc/alerts?${query}`, api: `/api/noc/alerts/?${query}` })
    const router = world.items.filter(({ name }) => name === `cr1-${pop}`)
    const alerts = router.flatMap((item) => SYMPTOMS.router.map((symptom) => prometheusAlert(item, symptom)))
    for (const alert of alerts) {
      await fire(demo, [alert])
      say(`${alert.annotations.summary} (suppressed)`)
      await wait(10)
    }
    await wait(30)
    await recover(demo, alerts)
    say('The work is done and everything is well again.')
  },
}
