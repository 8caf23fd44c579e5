import type { Random } from '../../faults/random.ts'
import { MANAGERS } from '../world/staff.ts'
import { DAY, HOUR, MINUTE } from './calendar.ts'
import type { Scene } from './story.ts'
import type { Script } from './work.ts'

const CODES = ['fixed', 'fixed', 'fixed', 'fixed', 'workaround', 'user_guidance', 'known_error'] as const

export function resolve(script: Script, owner: string, { cause }: Scene, random: Random) {
  const resolution_code = cause.isMonitored && random.next() < 0.3 ? 'self_recovered' : random.pick(CODES)
  script.act(owner, 'resolve', { resolution_code, resolution_notes: random.pick(cause.resolutions) })
}

/** Some come back, some are closed by a person; the rest closes by itself after its days. */
export function endWith(script: Script, owner: string, scene: Scene, random: Random) {
  resolve(script, owner, scene, random)
  const { requester } = scene
  if (requester && random.next() < 0.05) {
    script.wait(DAY).act(requester.username, 'reopen', { reason: random.pick(CAME_BACK) })
    script.wait(5 * HOUR)
    resolve(script, owner, scene, random)
  }
  const chance = random.next()
  if (chance < 0.3 && requester) script.wait(DAY).act(requester.username, 'close')
  else if (chance < 0.55) script.wait(2 * DAY).act(owner, 'close')
}

const CAME_BACK = [
  'Leider tritt es heute wieder genauso auf.',
  'It worked for two hours, then the same message.',
  'Nur an meinem Platz behoben, bei der Kollegin nicht.',
]

export function cancel(script: Script, { worker }: Scene, random: Random) {
  script.wait(HOUR).act(worker, 'cancel', { reason: random.pick(TAKEN_BACK) })
}

const TAKEN_BACK = [
  'Hat sich erledigt, war ein Bedienfehler.',
  'Reported for the wrong customer, see the new one.',
  'Testmeldung aus der Schulung.',
]

/** What is so grave is proposed as a major incident by the product; a manager says yes or no. */
export function decideMajor(script: Script, isMajor: boolean, random: Random): string {
  const manager = random.pick(MANAGERS)
  if (isMajor) {
    const plan = {
      bridge_url: 'https://bruecke.nordwind.example/major',
      communication_audience: 'Geschäftsführung, betroffene Kunden, Service Desk',
      communication_cadence_minutes: random.pick([30, 60]),
    }
    script.add(manager, { do: 'major', action: 'accept_major', input: plan, names: { commander: manager } })
  } else {
    const reason = random.pick(['Nur ein Standort, Ersatzweg trägt.', 'Few users, a workaround is known.'])
    script.add(manager, { do: 'major', action: 'reject_major', input: { reason }, names: {} })
  }
  return manager
}

const NEWS = [
  'Ursache ist eingegrenzt, der Anbieter ist unterwegs.',
  'Traffic runs on the backup path, expect slower responses.',
  'Erste Standorte sind wieder erreichbar, wir prüfen die übrigen.',
]

export function tellEverybody(script: Script, manager: string, until: number, random: Random) {
  for (const message of NEWS) {
    script.now += random.between(10, 16) * MINUTE
    if (script.now >= until) return
    script.add(manager, { do: 'major', action: 'communicate_major', input: { message }, names: {} })
  }
}

export function review(script: Script, manager: string, random: Random) {
  script.wait(2 * DAY).add(manager, {
    do: 'major',
    action: 'review_major',
    input: {
      summary: 'Ausfall nach Bauarbeiten an der Trasse, Umschaltung dauerte zu lange.',
      cause: random.pick(['Bagger an Kilometer 41', 'Both paths ran through the same duct.']),
      lessons: 'Zweiter Weg war auf dem Papier getrennt, in der Erde nicht.',
      actions: 'Trassenauskunft halbjährlich abgleichen; Umschaltung vierteljährlich üben.',
    },
    names: {},
  })
  script.wait(DAY).act(manager, 'close')
}
