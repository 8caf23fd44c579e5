import type { TObject } from 'typebox'
import { type Context, can } from '../context.ts'
import { conflict, missingFields } from '../errors.ts'

/** What reports, SLA and list filters read; a renamed status breaks none of them. */
export type StatusCategory = 'new' | 'active' | 'hold' | 'resolved' | 'closed' | 'cancelled'

export const OPEN_CATEGORIES: readonly StatusCategory[] = ['new', 'active', 'hold']

export interface Action<Status extends string = string> {
  title: string
  from: readonly Status[]
  /** Where it leads; `same` stays, a map decides by where it comes from. */
  to: Status | 'same' | Readonly<Partial<Record<Status, Status>>>
  /** Past tense: `resolved` makes `<kind>.resolved`. */
  emits: string
  permission: string
  /** Everything that may be sent along. Missing what `requires` names is 422, a wrong type is 400. */
  input: TObject
  requires?: readonly string[]
  /**
   * Has it already taken effect on this record, which stands where it leads? A repeat then is nothing, otherwise 409.
   * Needed only where other ways lead there, too, or records begin there: else the status itself proves it.
   */
  isSettled?: (record: Readonly<Record<string, unknown>>) => boolean
  /** What people can do instead where it is refused, by the status in which it is. */
  instead?: Readonly<Partial<Record<Status, string>>>
}

export interface Lifecycle<Status extends string = string, Name extends string = string> {
  /** Each status with its category. */
  statuses: Readonly<Record<Status, StatusCategory>>
  initial: Status
  actions: Readonly<Record<Name, Action<Status>>>
}

/** A lifecycle as data, the only place where its rules stand. A misspelt status is a compile error. */
export function defineLifecycle<const Status extends string>(statuses: Record<Status, StatusCategory>) {
  return <const Name extends string>(rules: {
    initial: NoInfer<Status>
    actions: Record<Name, Action<NoInfer<Status>>>
  }): Lifecycle<Status, Name> => ({ statuses, ...rules })
}

/** An action as its record carries it: the caller may do this now, and must send these fields. */
export interface OfferedAction {
  action: string
  requires: string[]
}

/** @param isAllowed narrows further by the record itself: who asked for it may cancel while it is new */
export function offeredActions(
  lifecycle: Lifecycle,
  status: string,
  ctx: Context,
  isAllowed: (name: string) => boolean = () => true,
): OfferedAction[] {
  return Object.entries(lifecycle.actions)
    .filter(
      ([name, action]) => action.from.includes(status) && can(ctx, action.permission) && isAllowed(name),
    )
    .map(([action, { requires }]) => ({ action, requires: [...(requires ?? [])] }))
}

/** Where the action leads from this status. */
const destination = <Status extends string>({ to }: Action<Status>, from: Status): Status =>
  to === 'same' ? from : typeof to === 'string' ? to : (to[from] ?? from)

function hasTakenEffect(lifecycle: Lifecycle, name: string, status: string, record: object) {
  const { to, isSettled } = lifecycle.actions[name] as Action
  if (to !== status) return false
  if (isSettled) return isSettled(record as Record<string, unknown>)
  const isOtherWay = ([other, action]: [string, Action]) =>
    other !== name && action.from.some((from) => from !== status && destination(action, from) === status)
  return status !== lifecycle.initial && !Object.entries(lifecycle.actions).some(isOtherWay)
}

/**
 * Checks one action against where the record stands.
 * @param record for the action's own word on whether it has taken effect (isSettled)
 * @returns the status it leads to, or null when the action has already taken effect (nothing is to be done)
 */
export function nextStatus<Status extends string, Name extends string>(
  lifecycle: Lifecycle<Status, Name>,
  name: Name,
  status: Status,
  input: Record<string, unknown>,
  record: object = {},
): Status | null {
  const action = lifecycle.actions[name]
  if (!action.from.includes(status)) {
    if (hasTakenEffect(lifecycle, name, status, record)) return null
    const instead = action.instead?.[status] ?? `${name} is possible from ${action.from.join(', ')}.`
    throw conflict(`This cannot be done while the status is ${status}; ${instead}`)
  }
  const missing = (action.requires ?? []).filter((field) => isBlank(input[field]))
  if (missing.length > 0) throw missingFields([...missing])
  return destination(action, status)
}

const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** Every step there is: from a status by an action to a status. */
export const stepsOf = ({ actions }: Lifecycle) =>
  Object.entries(actions).flatMap(([name, action]) =>
    action.from.map((from) => ({ from, name, to: destination(action, from) })),
  )

/** Statuses that cannot be reached, and open ones that cannot be left: both are mistakes in the data. */
export function unsoundStatuses(lifecycle: Lifecycle): string[] {
  const moves = stepsOf(lifecycle).filter(({ from, to }) => from !== to)
  const reached = new Set([lifecycle.initial])
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const { from, to } of moves) if (reached.has(from)) reached.add(to)
  }
  const isLeft = (status: string) => moves.some(({ from }) => from === status)
  const isOpen = (status: string) => OPEN_CATEGORIES.includes(lifecycle.statuses[status] as StatusCategory)
  return Object.keys(lifecycle.statuses).filter(
    (status) => !reached.has(status) || (isOpen(status) && !isLeft(status)),
  )
}
