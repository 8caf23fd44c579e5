import type { TObject } from 'typebox'
import { type Context, can } from '../context.ts'
import { conflict, missingFields } from '../errors.ts'
import type { Standing, Where } from './demands.ts'
import { type Demand, missedOf, missingOf, type OfferedDemand, offeredDemands } from './demands.ts'

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
  /** What is demanded besides, depending on what is sent; 422 as well. */
  requiresIf?: readonly Demand[]
  /** What else must be true of the record, beside this axis: otherwise 409. */
  where?: Where
  /** Elsewhere it is possible, too, but nobody would look for it: no button. */
  offeredWhere?: Where
  /**
   * Has it already taken effect on this record, which stands where it leads? A repeat then is nothing, otherwise 409.
   * Needed only where other ways lead there, too, or records begin there: else the status itself proves it.
   */
  isSettled?: (record: Standing) => boolean
  /** What people can do instead where it is refused, by the status in which it is. */
  instead?: Readonly<Partial<Record<Status, string>>>
}

export interface Lifecycle<Status extends string = string, Name extends string = string> {
  /** Each status with its category. */
  statuses: Readonly<Record<Status, StatusCategory>>
  /** The record's field that holds the status; where it is empty, the record has not left the initial one. */
  field: string
  initial: Status
  actions: Readonly<Record<Name, Action<Status>>>
}

/** A lifecycle as data, the only place where its rules stand. A misspelt status is a compile error. */
export function defineLifecycle<const Status extends string>(statuses: Record<Status, StatusCategory>) {
  return <const Name extends string>(rules: {
    field: string
    initial: NoInfer<Status>
    actions: Record<Name, Action<NoInfer<Status>>>
  }): Lifecycle<Status, Name> => ({ statuses, ...rules })
}

/** An action as its record carries it: the caller may do this now, and must send these fields. */
export interface OfferedAction {
  action: string
  requires: string[]
  requires_if?: OfferedDemand[]
}

const standing = (record: object) => record as Standing

const statusOf = <Status extends string>({ field, initial }: Lifecycle<Status>, record: object) =>
  (standing(record)[field] ?? initial) as Status

/**
 * @param isAllowed narrows further by the record itself: who asked for it may cancel while it is new
 * @param known fields that need not be sent, since the record has what they would say
 */
export function offeredActions(
  lifecycle: Lifecycle,
  record: object,
  ctx: Context,
  isAllowed: (name: string) => boolean = () => true,
  known: readonly string[] = [],
): OfferedAction[] {
  const status = statusOf(lifecycle, record)
  const isOffered = ([name, { from, where, offeredWhere, permission }]: [string, Action]) =>
    from.includes(status) &&
    !missedOf(standing(record), { ...where, ...offeredWhere }) &&
    can(ctx, permission) &&
    isAllowed(name)
  return Object.entries(lifecycle.actions)
    .filter(isOffered)
    .map(([name, action]) => {
      const requires_if = offeredDemands(action, standing(record), known)
      const offered = { action: name, requires: [...(action.requires ?? [])] }
      return requires_if.length > 0 ? { ...offered, requires_if } : offered
    })
}

/** Where the action leads from this status. */
export const destination = <Status extends string>({ to }: Action<Status>, from: Status): Status =>
  to === 'same' ? from : typeof to === 'string' ? to : (to[from] ?? from)

function hasTakenEffect(lifecycle: Lifecycle, name: string, status: string, record: Standing) {
  const { to, isSettled } = lifecycle.actions[name] as Action
  if (to !== status) return false
  if (isSettled) return isSettled(record)
  const isOtherWay = ([other, action]: [string, Action]) =>
    other !== name && action.from.some((from) => from !== status && destination(action, from) === status)
  return status !== lifecycle.initial && !Object.entries(lifecycle.actions).some(isOtherWay)
}

/**
 * Checks one action against where the record stands.
 * @param known fields that need not be sent, since the record has what they would say
 * @returns the status it leads to, or null when the action has already taken effect (nothing is to be done)
 */
export function nextStatus<Status extends string, Name extends string>(
  lifecycle: Lifecycle<Status, Name>,
  name: Name,
  record: object,
  input: Record<string, unknown>,
  known: readonly string[] = [],
): Status | null {
  const action = lifecycle.actions[name]
  const status = statusOf(lifecycle, record)
  if (!action.from.includes(status)) {
    if (hasTakenEffect(lifecycle, name, status, standing(record))) return null
    throw refusal(lifecycle.field, status, action.instead?.[status] ?? possible(name, action.from))
  }
  const missed = missedOf(standing(record), action.where)
  if (missed) throw refusal(missed.field, missed.value, possible(name, missed.values))
  const missing = missingOf(action, standing(record), input, known)
  if (missing.length > 0) throw missingFields(missing)
  return destination(action, status)
}

const possible = (name: string, from: readonly unknown[]) => `${name} is possible from ${from.join(', ')}.`

const refusal = (field: string, value: unknown, instead: string) =>
  conflict(`This cannot be done while the ${field.replaceAll('_', ' ')} is ${value}; ${instead}`)
