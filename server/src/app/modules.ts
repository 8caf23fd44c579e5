import { audit } from '../modules/audit/index.ts'
import { cmdb } from '../modules/cmdb/index.ts'
import { core } from '../modules/core/index.ts'
import { incidentsModule } from '../modules/incidents/index.ts'
import { noc } from '../modules/noc/index.ts'
import { catalogueOf, declarationOf, resourceEvents } from '../platform/ledger/events.ts'
import type { Module } from '../platform/module.ts'
import type { Subscriber } from '../platform/unit-of-work.ts'

/** The product, low tier to high. A new noun is one line here. */
export const modules: readonly Module[] = [core, cmdb, incidentsModule, noc, audit]

export { catalogue } from '../platform/module.ts'

export const resources = modules.flatMap((module) => module.resources ?? [])

/** Every event that a ledger row can tell of. */
export const events = catalogueOf([
  ...resources.flatMap(resourceEvents),
  ...modules.flatMap((module) => (module.events ?? []).flatMap((declared) => Object.values(declared))),
])

/** An event that nobody declares is never heard of: it stops the start. */
export function subscribersByEvent(): ReadonlyMap<string, Subscriber[]> {
  const byEvent = new Map<string, Subscriber[]>()
  for (const [event, subscriber] of modules.flatMap((module) => Object.entries(module.subscribers ?? {}))) {
    declarationOf(events, event)
    byEvent.set(event, [...(byEvent.get(event) ?? []), subscriber])
  }
  return byEvent
}
