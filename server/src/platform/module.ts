import type { App } from './http/app.ts'
import type { DeclaredEvent } from './ledger/events.ts'
import type { AnyResource } from './resource/resource.ts'
import type { Door, Subscriber } from './unit-of-work.ts'

/** A permission in words, and the built-in roles that hold it. */
export interface PermissionDeclaration {
  title: string
  roles: readonly string[]
}

export type PermissionCatalogue = Readonly<Record<string, PermissionDeclaration>>

/** What a scheduled job gets. */
export interface JobTools {
  door: Door
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
  /** Recurring work, `module.verb-noun` to crontab and handler. */
  jobs?: Readonly<Record<string, { cron: string; run: (tools: JobTools) => Promise<void> }>>
}

export const defineModule = <Declared extends Module>(module: Declared) => module
