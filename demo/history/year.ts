import type { Random } from '../../faults/random.ts'
import { CUSTOMERS } from '../world/customers.ts'
import { DISPATCHERS } from '../world/staff.ts'
import type { World } from '../world/world.ts'
import { DAY, HOUR, MINUTE, makeArrivals } from './calendar.ts'
import { CAUSES, type Cause } from './causes.ts'
import { cancel, decideMajor, endWith, resolve, review, tellEverybody } from './ending.ts'
import type { Story } from './steps.ts'
import { makeScene, type Scene } from './story.ts'
import { Script, workOn } from './work.ts'

const WEIGHED = CAUSES.flatMap((cause) => Array<Cause>(cause.weight).fill(cause))
const VPN = CAUSES.find(({ kind }) => kind === 'firewall') as Cause
const FIBRE = CAUSES.find(({ kind }) => kind === 'link') as Cause

/** A year of a desk until now: what is reported, and what becomes of it. Steps that lie ahead are left out. */
export function makeYear(world: World, now: number, count: number): Story[] {
  const random = world.random('year')
  const stories: Story[] = []
  for (const at of makeArrivals(random, count, now - 365 * DAY, now - 10 * MINUTE)) {
    const cause = random.pick(WEIGHED)
    const scene = makeScene(world, cause, at, random)
    stories.push(scene.story)
    if (cause === FIBRE && random.next() < 0.35) stories.push(...family(world, scene, random))
    else stories.push(...single(scene, stories, random))
  }
  stories.push(...presentTrouble(world, now, random))
  for (const story of stories) story.steps = story.steps.filter((step) => step.at < now - MINUTE)
  return stories.filter((story) => story.at < now - MINUTE).sort((a, b) => a.at - b.at)
}

const scriptOf = ({ story, priority }: Scene, random: Random) => new Script(story.at, priority <= 2, random)

/** @returns what follows from it: at most one that takes it up again */
function single(scene: Scene, earlier: Story[], random: Random): Story[] {
  const script = scriptOf(scene, random)
  scene.story.steps = script.steps
  if (random.next() < 0.03) {
    cancel(script, scene, random)
    return []
  }
  const like = earlier.findLast((other) => other !== scene.story && isSame(other, scene.story))
  if (like) {
    script.wait(30 * MINUTE)
    script.act(scene.worker, 'cancel', { reason: 'Doppelt gemeldet.' }, { duplicateOf: like })
    return []
  }
  if (scene.priority === 1) {
    script.now += random.between(4, 12) * MINUTE
    decideMajor(script, false, random)
  }
  const owner = workOn(script, scene, random)
  endWith(script, owner, scene, random)
  const last = script.steps.at(-1)
  const isClosed = last?.do === 'act' && last.action === 'close'
  return isClosed && scene.requester && scene.priority > 1 && random.next() < 0.04
    ? [followUp(scene, script.now, random)]
    : []
}

/** The same trouble with the same thing, while the other report is fresh. */
const isSame = (other: Story, { item, at, client }: Story) =>
  item !== null &&
  other.item === item &&
  other.client === client &&
  !other.followUpOf &&
  other.at < at &&
  at - other.at < 2 * HOUR

function followUp(scene: Scene, at: number, random: Random): Story {
  const { story, team } = scene
  const again = {
    ...story,
    at: at + random.between(1, 9) * DAY,
    by: story.requester ?? story.by,
    followUpOf: story,
  }
  const script = new Script(again.at, false, random)
  const worker = random.pick(team.members)
  script
    .wait(2 * HOUR)
    .act(worker, 'assign', {}, { team: team.key, assignee: worker })
    .wait(DAY)
  resolve(script, worker, scene, random)
  return {
    ...again,
    facts: { ...story.facts, description: 'Nach dem Schließen wieder aufgetreten.' },
    steps: script.steps,
  }
}

/** A cut fibre is one incident; those whom it cuts off each have their own, which follow it. */
function family(world: World, scene: Scene, random: Random, isOver = true): Story[] {
  const script = scriptOf({ ...scene, priority: 1 }, random)
  const { story } = scene
  story.facts = { ...story.facts, impact: 1, urgency: 1, title: `Faserbruch ${story.item}` }
  script.now += random.between(5, 11) * MINUTE
  const isMajor = !isOver || random.next() < 0.5
  const manager = decideMajor(script, isMajor, random)
  script.now += 2 * MINUTE
  script.act(scene.worker, 'assign', {}, { assignee: scene.worker }).act(scene.worker, 'acknowledge')
  const end = script.now + random.between(100, 400) * MINUTE
  if (isMajor) tellEverybody(script, manager, end, random)
  script.now = Math.max(end, script.now)
  script.say(scene.worker, random.pick(FIBRE.notes), 'internal')
  resolve(script, scene.worker, scene, random)
  if (isMajor) review(script, manager, random)
  story.steps = script.steps
  return victims(world, story, random)
}

function victims(world: World, parent: Story, random: Random): Story[] {
  return Array.from({ length: random.between(3, 6) }, () => {
    const requester = random.pick(world.requesters)
    const customer = CUSTOMERS.find(({ code }) => code === requester.client)
    const site = random.pick(world.sites.filter(({ client }) => client === requester.client)).name
    const by = random.pick(DISPATCHERS)
    return {
      ...{
        at: parent.at + random.between(3, 40) * MINUTE,
        by,
        requester: requester.username,
        team: 'network',
      },
      facts: {
        title: `${customer?.name}: ${random.pick(['kein Internet', 'site is offline', 'Telefonie und Netz weg'])}`,
        description: `${site} ist seit wenigen Minuten nicht erreichbar.`,
        ...{ impact: 2, urgency: 1, channel: 'phone' as const },
      },
      ...{ client: requester.client ?? null, site, item: null, parent, followUpOf: null, steps: [] },
    }
  })
}

/** Whoever opens the demo finds something going on. */
function presentTrouble(world: World, now: number, random: Random): Story[] {
  const scene = makeScene(world, FIBRE, now - 47 * MINUTE, random)
  const waiting = makeScene(world, VPN, now - 5 * HOUR, random)
  const script = new Script(waiting.story.at, true, random)
  script.now += 20 * MINUTE
  const { worker, story, team } = waiting
  script.act(worker, 'assign', {}, { team: team.key, assignee: worker })
  script.act(worker, 'hold', { hold_reason: 'awaiting_vendor', comment: 'Anbieter prüft die Leitung.' })
  story.steps = script.steps
  return [scene.story, ...family(world, scene, random, false), story, lastAnswer(world, now, random)]
}

/** Resolved this very day: its requester has yet to say whether it is well. */
function lastAnswer(world: World, now: number, random: Random): Story {
  const scene = makeScene(world, VPN, now - 8 * HOUR, random)
  const { worker, story, team } = scene
  const script = new Script(story.at, true, random)
  script.now += 30 * MINUTE
  script.act(worker, 'assign', {}, { team: team.key, assignee: worker })
  script.now += 2 * HOUR
  resolve(script, worker, scene, random)
  return { ...story, steps: script.steps }
}
