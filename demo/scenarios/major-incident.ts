import { seeded } from '../../faults/random.ts'
import { CUSTOMERS } from '../world/customers.ts'
import { DISPATCHERS, MANAGERS, OPERATORS } from '../world/staff.ts'
import type { Scenario } from './scenario.ts'

const USUAL = 6
interface Created {
  id: number
  number: string
}

export const majorIncident: Scenario = {
  title: 'a data centre loses cooling: a major incident from its proposal to its review',
  play: async ({ demo, people, count, say, show, wait }) => {
    const random = seeded(Date.now() >>> 0)
    const [manager] = MANAGERS
    const parent = await people(random.pick(OPERATORS)).post<Created>('/api/v1/incidents/', {
      title: 'Rechenzentrum West: Kühlung ausgefallen, Systeme fahren herunter',
      description: 'Beide Kältemaschinen stehen. Temperatur im Kaltgang 34 °C, steigend.',
      ...{ impact: 1, urgency: 1, channel: 'monitoring', team_id: demo.teams.servers },
    })
    const url = `/api/v1/incidents/${parent.id}`
    say(`${parent.number} is opened and proposed as major.`)
    show({ title: 'The incident', page: `/incidents/${parent.id}`, api: `${url}/` })
    await wait(8)
    const me = await people(manager).get<{ id: number }>('/api/v1/users/me/')
    await people(manager).post(`${url}/accept_major/`, {
      ...{ commander_id: me.id, bridge_url: 'https://bruecke.nordwind.example/west' },
      ...{ communication_audience: 'Alle Kunden im RZ West', communication_cadence_minutes: 15 },
    })
    say(`${manager} accepts it and leads.`)
    const worker = people('lukas.brandt')
    await worker.post(`${url}/acknowledge/`)
    for (const { name, code } of CUSTOMERS.slice(0, count ?? USUAL)) {
      await wait(4)
      const child = await people(random.pick(DISPATCHERS)).post<Created>('/api/v1/incidents/', {
        title: `${name}: Anwendungen im RZ West nicht erreichbar`,
        ...{ impact: 2, urgency: 1, channel: 'phone', client_id: demo.clients[code], parent_id: parent.id },
      })
      say(`${child.number} by ${name} follows it.`)
    }
    for (const message of [
      'Techniker ist vor Ort, Ersatzkühlung unterwegs.',
      'Kaltgang bei 27 °C, Systeme starten.',
    ]) {
      await wait(15)
      await people(manager).post(`${url}/communicate_major/`, { message })
      say(message)
    }
    await wait(20)
    const resolution_notes = 'Platine der Steuerung getauscht, beide Maschinen laufen. Alle Systeme geprüft.'
    await worker.post(`${url}/resolve/`, { resolution_code: 'fixed', resolution_notes })
    say('Resolved, and its children with it; the review is due.')
  },
}
