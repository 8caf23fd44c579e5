import { type Static, type TSchema, Type } from 'typebox'
import type { Lifecycle } from '../lifecycle/lifecycle.ts'
import type { AnyResource } from '../resource/resource.ts'
import type { Change } from './ledger.ts'

/** What an event promises to whoever reads the ledger. */
interface Promised<After extends TSchema = TSchema> {
  /** Raised when what it says comes to mean something else; rows that are written keep theirs. */
  version: number
  /** In words, past tense. */
  title: string
  /** What it says in `after`; `before` has the same fields as they were. */
  after: After
}

export interface DeclaredEvent extends Promised {
  /** In full, `<kind>.resolved`. */
  event: string
}

/** By the event's name. */
export type EventCatalogue = ReadonlyMap<string, DeclaredEvent>

type Said<After extends TSchema> =
  Record<string, never> extends Static<After>
    ? [after?: Static<After>, before?: Partial<Static<After>>]
    : [after: Static<After>, before?: Partial<Static<After>>]

/** Makes the change that tells of an event. */
type TypedEvent<After extends TSchema> = DeclaredEvent & ((id: Change['id'], ...said: Said<After>) => Change)

/** The events of a noun besides those that follow from its resource and its lifecycles. */
export function defineEvents<const Declared extends Record<string, Promised>>(
  kind: string,
  declared: Declared,
) {
  const events = Object.entries(declared).map(([name, promised]) => {
    const event = `${kind}.${name}`
    const make = (id: Change['id'], after?: unknown, before?: unknown) => ({ event, kind, id, before, after })
    return [name, Object.assign(make, promised, { event })]
  })
  return Object.fromEntries(events) as { [Name in keyof Declared]: TypedEvent<Declared[Name]['after']> }
}

/** What an event says that tells of nothing but the fields that changed. */
export const ChangedFields = Type.Record(Type.String(), Type.Unknown(), {
  description: 'the fields that changed, and what was said along',
})

/** Those that an action of a lifecycle emits. */
export function lifecycleEvents(kind: string, { actions }: Lifecycle) {
  const emitted = Object.values(actions).map(({ emits, title }) => [
    emits,
    { version: 1, title, after: ChangedFields },
  ])
  return defineEvents(kind, Object.fromEntries(emitted) as Record<string, Promised<typeof ChangedFields>>)
}

const PLAIN = { created: 'Created', updated: 'Changed', deleted: 'Deleted', restored: 'Restored' }
export type PlainEvent = keyof typeof PLAIN
export const PLAIN_EVENTS = Object.keys(PLAIN) as PlainEvent[]

/** Those that follow from the data of a noun. */
export function resourceEvents({ kind, lifecycles = [], plainEvents }: AnyResource): DeclaredEvent[] {
  const names = plainEvents ?? PLAIN_EVENTS
  const plain = names.map((name) => ({
    event: `${kind}.${name}`,
    version: 1,
    title: PLAIN[name],
    after: ChangedFields,
  }))
  return [...plain, ...lifecycles.flatMap((lifecycle) => Object.values(lifecycleEvents(kind, lifecycle)))]
}

/** One place for each event; an event that is declared twice is a mistake. */
export function catalogueOf(declared: readonly DeclaredEvent[]): EventCatalogue {
  const catalogue = new Map<string, DeclaredEvent>()
  for (const one of declared) {
    if (catalogue.has(one.event)) throw new Error(`the event ${one.event} is declared twice`)
    catalogue.set(one.event, one)
  }
  return catalogue
}

/** The declaration of a change's event; that there is none is a defect of ours. */
export function declarationOf(catalogue: EventCatalogue, event: string): DeclaredEvent {
  const declared = catalogue.get(event)
  if (!declared) throw new Error(`the event ${event} is declared nowhere: add it to its noun's events.ts`)
  return declared
}
