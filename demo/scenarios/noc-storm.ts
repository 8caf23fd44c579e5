import { seeded } from '../../faults/random.ts'
import { stormLink } from '../links.ts'
import { fire, type PrometheusAlert, recover } from '../sources.ts'
import type { Item } from '../world/items.ts'
import { aroundCut } from './neighbourhood.ts'
import type { Scenario } from './scenario.ts'

const USUAL = 400
const SPREAD_SECONDS = 30
const STEPS = 30
const REST_SECONDS = 45
/** What does not come back by itself, and waits for somebody. */
export const stayingOf = (count: number) => Math.ceil(count / 50)

export const nocStorm: Scenario = {
  title: 'a fibre is cut: alerts of its neighbourhood over 30 s, repeats, and most of it recovers',
  play: async ({ demo, world, count, say, show, wait }) => {
    const fibres = world.items.filter(({ kind }) => kind === 'link')
    const random = seeded(Date.now() >>> 0)
    const cut = random.pick(fibres) as Item
    const total = count ?? USUAL
    const since = new Date()
    const link = stormLink(demo.integrations['Prometheus Backbone'].id, since)
    say(`${cut.name} is cut; ${total} alerts are on their way.`)
    show(link)
    const inOrder = aroundCut(world, cut, total, random).flatMap(({ alerts }) => alerts)
    const sent: PrometheusAlert[] = []
    for (const step of slices(inOrder, STEPS)) {
      await fire(demo, step)
      // Prometheus says everything again and again; a repeat is no new alert.
      await fire(demo, sent.slice(0, step.length))
      sent.push(...step)
      say(`${sent.length} of ${total} alerts sent, with repeats`)
      await wait(SPREAD_SECONDS / STEPS)
    }
    await wait(REST_SECONDS)
    const over = inOrder.slice(stayingOf(total))
    say('The carrier has repaired the cable.')
    for (const step of slices(over, STEPS / 2)) {
      await recover(demo, step)
      await wait(SPREAD_SECONDS / STEPS)
    }
    say(`${over.length} are over, ${total - over.length} stay for somebody to look at.`)
    show(link)
  },
}

/** In so many parts of about one length, fewer where there is less. */
function slices<Item>(all: Item[], parts: number): Item[][] {
  const length = Math.ceil(all.length / parts)
  return Array.from({ length: Math.ceil(all.length / length) }, (_, n) =>
    all.slice(n * length, (n + 1) * length),
  )
}
