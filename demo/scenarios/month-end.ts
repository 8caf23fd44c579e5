import { seeded } from '../../faults/random.ts'
import type { Scenario } from './scenario.ts'

const USUAL = 40
const TITLES = [
  'Monatsabschluss bricht mit Zeitüberschreitung ab',
  'Buchungslauf steht seit einer Stunde',
  'Cannot post invoices, form stays grey',
  'Auswertung der Kostenstellen leer',
  'Export for the tax advisor fails',
]

export const monthEnd: Scenario = {
  title: 'the last working day: everybody reports the slow ERP within two minutes',
  play: async ({ demo, world, people, count, say, show, wait }) => {
    const random = seeded(Date.now() >>> 0)
    const total = count ?? USUAL
    const since = encodeURIComponent(new Date().toISOString())
    const query = `created_at__gte=${since}&status=all`
    show({ title: 'What comes in', page: `/incidents?${query}`, api: `/api/v1/incidents/?${query}` })
    for (let n = 1; n <= total; n++) {
      const { username, client } = random.pick(world.requesters)
      await people(username).post('/api/v1/incidents/', {
        title: random.pick(TITLES),
        description: 'Betrifft den Abschluss, Frist ist heute 18 Uhr.',
        ...{ urgency: random.pick([1, 2]), channel: 'portal', client_id: demo.clients[client ?? ''] ?? null },
      })
      if (n % 5 === 0) say(`${n} of ${total} reports`)
      await wait(3)
    }
  },
}
