import type { Random } from '../../faults/random.ts'
import type { Hand } from '../people.ts'
import { MANAGERS } from '../world/staff.ts'

interface MajorIncident {
  id: number
  number: string
  last_communication_at: string | null
  communication_cadence_minutes: number | null
}

const NEWS = [
  'Tiefbau ist vor Ort, der Graben ist offen.',
  'Splicing has begun, twelve of 96 fibres are done.',
  'Ersatzweg trägt, Antwortzeiten sind wieder üblich.',
  'No change since the last update; the next one follows on time.',
]

/** The audience of a major incident hears the next time when it was promised. */
export async function tellAboutMajor(
  people: (username: string) => Hand,
  random: Random,
): Promise<string | null> {
  const manager = random.pick(MANAGERS)
  const list = '/api/v1/incidents/?status=open&major_state=accepted'
  const { results } = await people(manager).get<{ results: { id: number }[] }>(list)
  for (const { id } of results) {
    const url = `/api/v1/incidents/${id}`
    const { number, ...plan } = await people(manager).get<MajorIncident>(`${url}/`)
    const { last_communication_at: last, communication_cadence_minutes: cadence } = plan
    if (Date.parse(last ?? '') + (cadence ?? 60) * 60_000 > Date.now()) continue
    const message = random.pick(NEWS)
    await people(manager).post(`${url}/communicate_major/`, { message })
    return `${manager} tells everybody about ${number}: ${message}`
  }
  return null
}
