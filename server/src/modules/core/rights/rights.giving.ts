import { sql } from 'kysely'
import { type Context, can } from '../../../platform/context.ts'
import { Problem, unprocessable } from '../../../platform/errors.ts'
import { catalogue } from '../../../platform/module.ts'
import type { Tx } from '../../../platform/unit-of-work.ts'
import { holdings } from './holdings.queries.ts'
import { type Holdings, isGrantable, type Rights, rightsEver } from './rights.ts'

const refuse = (detail: string) => new Problem(403, 'forbidden', detail)

/**
 * Nobody takes over somebody who holds more than they do, and nobody makes somebody hold more: asked before and after
 * whatever changes a person's rights, or who may act as them. The product's own set-up may.
 */
export async function checkHoldsNoMore(tx: Tx, userId: number) {
  if (tx.ctx.actor.kind === 'system') return
  const held = await tx.maybe(sql<Holdings>`select ${holdings} from users u where u.id = ${userId}`)
  if (!held) return
  const theirs = rightsEver(held)
  checkHolds(tx.ctx, theirs.permissions)
  if (theirs.permissions.size > 0 && !isWithin(theirs, tx.ctx))
    throw refuse('You are limited to clients or teams, and this reaches beyond them.')
}

/** The same of rights as they are now. */
export const holdsNoMore = (theirs: Rights, own: Rights) =>
  [...theirs.permissions].every((permission) => own.permissions.has(permission)) &&
  (theirs.permissions.size === 0 || isWithin(theirs, own))

/** The one who asks holds all of these themselves; 403 that names the first that they lack. */
export function checkHolds(ctx: Context, permissions: Iterable<string>) {
  if (ctx.actor.kind === 'system') return
  for (const permission of permissions)
    if (!can(ctx, permission))
      throw refuse(`This is about the permission ${permission}, which you do not hold yourself.`)
}

/** Nobody raises themselves, not even in time. */
export function checkIsAnother({ actor }: Context, userId: number) {
  if (actor.id === userId) throw refuse('Your own rights are changed by somebody else.')
}

/** Takes declared permissions only, and none that is the superusers' alone. */
export function checkGrantable(field: string, permissions: readonly string[]) {
  const wrong = permissions.find((permission) => !isGrantable(permission))
  if (wrong === undefined) return
  const detail = catalogue[wrong] ? `${wrong} cannot be given` : `there is no permission ${wrong}`
  throw unprocessable(`${field}: ${detail}`, [{ field, code: 'unknown_permission', detail }])
}

const isWithin = (theirs: Rights, { clientIds, teamIds }: Pick<Context, 'clientIds' | 'teamIds'>) =>
  isPart(theirs.clientIds, clientIds) && isPart(theirs.teamIds, teamIds)

type Ids = Context['clientIds']
const isPart = (ids: Ids, whole: Ids) => !whole || (ids?.every((id) => whole.includes(id)) ?? false)
