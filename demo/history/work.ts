import type { Random } from '../../faults/random.ts'
import { DISPATCHERS, teamOf } from '../world/staff.ts'
import { DAY, HOUR, inOffice, lasting, MINUTE } from './calendar.ts'
import type { Step } from './steps.ts'
import type { Scene } from './story.ts'

/** How long it takes by priority, the first entry never used: until somebody looks, and until it is done. */
const RESPONSE = [0, 6 * MINUTE, 20 * MINUTE, 70 * MINUTE, 3 * HOUR, 6 * HOUR]
const EFFORT = [0, 3 * HOUR, 6 * HOUR, 18 * HOUR, 2 * DAY, 4 * DAY]

/** Writes down what is done, one after the other; the urgent goes on at night. */
export class Script {
  readonly steps: Step[] = []
  readonly #random: Random
  readonly #isUrgent: boolean
  now: number

  constructor(at: number, isUrgent: boolean, random: Random) {
    this.now = at
    this.#isUrgent = isUrgent
    this.#random = random
  }

  wait(typical: number) {
    const then = this.now + Math.max(MINUTE, lasting(this.#random, typical))
    this.now = this.#isUrgent ? then : inOffice(then, this.#random)
    return this
  }

  add(
    by: string,
    step: Step extends infer One ? (One extends Step ? Omit<One, 'at' | 'by'> : never) : never,
  ) {
    this.steps.push({ at: this.now, by, ...step } as Step)
    this.now += 1000
    return this
  }

  act(by: string, action: Extract<Step, { do: 'act' }>['action'], input = {}, names = {}) {
    return this.add(by, { do: 'act', action, input, names })
  }

  say(by: string, body: string, visibility: 'public' | 'internal' = 'public') {
    return this.add(by, { do: 'comment', body, visibility })
  }
}

/** Somebody takes it, looks into it, and hands it over or waits where it needs that. @returns whose it is at the end */
export function workOn(
  script: Script,
  { story, cause, team, worker, requester, priority }: Scene,
  random: Random,
) {
  let owner = worker
  script.wait(RESPONSE[priority] ?? HOUR)
  if (story.team === null)
    script.act(random.pick(DISPATCHERS), 'assign', {}, { team: team.key, assignee: worker }).wait(10 * MINUTE)
  else script.act(worker, 'assign', {}, { assignee: worker })
  script.act(worker, 'acknowledge')
  const effort = (EFFORT[priority] ?? DAY) / 4
  if (random.next() < 0.55) script.wait(effort).say(owner, random.pick(cause.notes), 'internal')
  if (requester && random.next() < 0.35) askBack(script, owner, requester.username, effort, random)
  if (random.next() < 0.14) hold(script, owner, requester?.username ?? null, effort, random)
  if (team.nextTier && random.next() < 0.07) {
    const next = teamOf(team.nextTier)
    script.wait(effort).act(owner, 'escalate', { reason: random.pick(HANDED_OVER) })
    owner = random.pick(next.members)
    script.wait(RESPONSE[priority] ?? HOUR).act(owner, 'assign', {}, { assignee: owner })
  } else if (priority <= 2 && random.next() < 0.15) {
    script.act(owner, 'escalate', {
      kind: 'hierarchical',
      reason: 'Kunde droht mit Vertragsstrafe, Leitung informiert.',
    })
  }
  if (random.next() < 0.08)
    script.wait(effort).add(owner, {
      do: 'workaround',
      steps: random.pick(WORKAROUNDS),
      outcome: random.pick(['worked', 'worked', 'partial', 'failed']),
    })
  script.wait(effort * 2)
  return owner
}

const HANDED_OVER = [
  'Mit den Mitteln der ersten Linie nicht zu lösen, Protokolle hängen an.',
  'Needs access to the hypervisor, which we do not have.',
  'Zweiter Fall diese Woche, bitte die Ursache suchen.',
]
const WORKAROUNDS = [
  'Bis dahin über den Webzugang arbeiten: Portal öffnen, mit dem üblichen Konto anmelden.',
  'Use the printer on the first floor; the queue is installed on every machine.',
  'Tunnel von Hand neu aufbauen: Client beenden, 30 Sekunden warten, verbinden.',
]

const QUESTIONS = [
  'Können Sie bitte prüfen, ob es mit einem anderen Gerät auch auftritt?',
  'Could you send a screenshot of the message, please?',
  'Seit wann genau? Gab es an dem Tag ein Update?',
]
const ANSWERS = [
  'Ja, mit dem Gerät der Kollegin genauso.',
  'Screenshot is attached to my mail of this morning.',
  'Seit Montag. Ein Update kam am Wochenende davor.',
  'Gerade ging es kurz, jetzt wieder nicht.',
]

function askBack(script: Script, owner: string, requester: string, effort: number, random: Random) {
  script.wait(effort / 2).say(owner, random.pick(QUESTIONS))
  script.wait(2 * HOUR).say(requester, random.pick(ANSWERS))
}

/** Work waits, as each reason wants it. What waits for the requester goes on when they answer, by itself. */
function hold(script: Script, owner: string, requester: string | null, effort: number, random: Random) {
  script.wait(effort / 2)
  const reason = random.pick([
    'caller',
    'vendor',
    'vendor',
    'change',
    'scheduled',
    'problem',
    'evidence',
  ] as const)
  if (reason === 'caller' && requester) {
    script.act(owner, 'hold', { hold_reason: 'awaiting_caller', comment: random.pick(QUESTIONS) })
    script.wait(DAY).say(requester, random.pick(ANSWERS))
    return
  }
  if (reason === 'scheduled') {
    const until = script.now + random.between(1, 6) * DAY
    script.act(owner, 'hold', {
      hold_reason: 'scheduled',
      hold_until: new Date(until).toISOString(),
      comment: 'Termin vor Ort ist vereinbart.',
    })
    script.now = until + 5 * MINUTE
    return
  }
  const more = {
    vendor: {
      hold_reason: 'awaiting_vendor',
      comment: `Fall ${random.between(40_000, 99_999)} beim Hersteller eröffnet.`,
    },
    change: { hold_reason: 'awaiting_change', change_reference: `CHG-${random.between(1200, 1999)}` },
    problem: { hold_reason: 'awaiting_problem', problem_reference: `PRB-${random.between(210, 299)}` },
    evidence: { hold_reason: 'awaiting_evidence', comment: 'Trace läuft, wartet auf das nächste Auftreten.' },
    caller: { hold_reason: 'awaiting_vendor', comment: 'Techniker des Anbieters ist beauftragt.' },
  }[reason]
  script.act(owner, 'hold', more)
  script.wait(3 * DAY).act(owner, 'resume')
}
