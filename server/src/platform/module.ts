import type { App } from './http/app.ts'
import type { DeclaredEvent } from './ledger/events.ts'
import type { Mailer } from './mail/mailer.ts'
import type { AnyResource } from './resource/resource.ts'
import type { Door, Subscriber } from './unit-of-work.ts'

/** A permission in words, and the built-in roles that hold it; none: no role gives it. */
export interface PermissionDeclaration {
  title: string
  roles: readonly string[]
}

export type PermissionCatalogue = Readonly<Record<string, PermissionDeclaration>>

/** What most jobs need. */
export interface JobTools {
  door: Door
}

/** What every job gets. */
export interface WorkerTools extends JobTools {
  /** null: nothing is sent. */
  mailer: Mailer | null
  publicUrl: string
}

/** One noun's door to the rest of the product; the composition root reads nothing else of a module. */
export interface Module {
  name: string
  permissions: PermissionCatalogue
  routes: (app: App) => void
  /** Nouns whose changes go out live and whose contract the suite checks. */
  resources?: AnyResource[]
  /** What it tells besides what follows from its resources and their lifecycles: one `<noun>.events.ts` each. */
  events?: readonly Readonly<Record<string, DeclaredEvent>>[]
  /** In-transaction reactions to other modules' events. */
  subscribers?: Readonly<Record<string, Subscriber>>
  /** Work of the worker, `module.verb-noun`: recurring by its crontab, else with what addJob was given. */
  jobs?: Readonly<
    Record<string, { cron?: string; run: (tools: WorkerTools, payload: unknown) => Promise<void> }>
  >
}

/** Every permission there is, of whatever module. It is complete once the modules are loaded. */
export const catalogue: PermissionCatalogue = {}

export function defineModule<Declared extends Module>(module: Declared): Declared {
  Object.assign(catalogue, module.permissions)
  return module
}
