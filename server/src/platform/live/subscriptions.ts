import type { Context } from '../context.ts'
import { can } from '../context.ts'
import type { ListQuery } from '../list/list.ts'
import { type Scope, scopeOf } from './scope.ts'

/** One `sub` of one connection. */
export interface Subscription {
  /** The client's own name for it. */
  id: string
  scope: Scope
  filter: ListQuery | null
  filterKey: string
  /** The place in the stream up to which it has been told everything. */
  position: number
  /** When a replay takes longer than until then, a fresh list is cheaper. */
  deadline: number
  /** Its snapshot is still being read. */
  isStarting: boolean
}

/** Those of a connection that are level with the stream, and where it will be once they are told. */
export interface Standing {
  /** Equal for connections that are to be told the same. */
  key: string
  subscriptions: Subscription[]
  /** Places: while a batch is only partly told, and once it all is. */
  before: number
  after: number
}

/** The subscriptions of one connection, and how far each has been told. */
export interface Subscriptions {
  readonly byId: ReadonlyMap<string, Subscription>
  /** Rises with every change, so that what was read for the ones before is not told to the ones after. */
  turn(): number
  put(subscription: Subscription): void
  remove(id: string): void
  /** Gives all the rights the caller has now. @returns those that may no longer be, already removed */
  rescope(ctx: Context): Subscription[]
  /** For some milliseconds after a resume: new ones begin at `place`, and everything before it counts as untold. */
  replayFrom(place: number, ms: number): void
  replayed(): number | null
  /** Those at exactly this place. */
  standing(from: number, to: number): Standing | null
  lagging(head: number): Subscription[]
  /** What all have been told, if `moved` are told up to `to`. */
  told(moved: Subscription[], to: number): number
}

const namesOf = (some: Subscription[]) =>
  some.map(({ id, scope, filterKey }) => `${id} ${scope.key} ${filterKey}`).join('\n')

export function createSubscriptions(): Subscriptions {
  const byId = new Map<string, Subscription>()
  let all: Subscription[] = []
  // Asked for every batch and connection: what all of them together are told has one name, made once.
  let name = ''
  let replay = { place: 0, until: 0 }
  let turn = 0
  const replayed = () => (performance.now() < replay.until ? replay.place : null)
  const told = (moved: Subscription[], to: number) =>
    all.reduce(
      (least, one) => (moved.includes(one) ? least : Math.min(least, one.position)),
      Math.min(replayed() ?? to, to),
    )
  function changed() {
    turn++
    all = [...byId.values()]
    name = namesOf(all)
  }
  return {
    byId,
    turn: () => turn,
    replayed,
    told,
    put(subscription) {
      byId.set(subscription.id, subscription)
      changed()
    },
    remove(id) {
      byId.delete(id)
      changed()
    },
    rescope(ctx) {
      const refused = all.filter(({ scope }) => !can(ctx, scope.resource.permissions.view))
      for (const { id } of refused) byId.delete(id)
      for (const one of byId.values()) one.scope = scopeOf(ctx, one.scope.resource)
      changed()
      return refused
    },
    replayFrom(place, ms) {
      replay = { place, until: performance.now() + ms }
    },
    standing(from, to) {
      const isLevel = (one: Subscription) => one.position === from && !one.isStarting
      if (all.length === 0) return null
      if (replayed() === null && all.every(isLevel))
        return { key: name, subscriptions: all, before: from, after: to }
      const level = all.filter(isLevel)
      if (level.length === 0) return null
      const [before, after] = [told(level, from), told(level, to)]
      return { key: [before, after, namesOf(level)].join('\n'), subscriptions: level, before, after }
    },
    lagging: (head) => all.filter((one) => !one.isStarting && one.position < head),
  }
}
