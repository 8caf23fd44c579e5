import { sql } from 'kysely'
import type { Context } from '../../../platform/context.ts'
import { Problem, unprocessable } from '../../../platform/errors.ts'
import type { Door, Tx } from '../../../platform/unit-of-work.ts'
import { passwordRulesOf } from '../organizations/organization.settings.ts'
import { accountEvents } from './account.events.ts'
import type { Auth } from './auth.ts'
import { checkPassword, hashPassword, isPassword, namesOf } from './passwords.ts'
import { endSessionsOf } from './session.service.ts'

interface Account {
  id: number
  username: string
  email: string
  hash: string
}

/** What somebody who is signed in does about their own sign-in. */
export interface OwnAccount {
  changePassword(ctx: Context, oldPassword: string, newPassword: string): Promise<void>
  /** @returns the recovery codes */
  confirmMfa(ctx: Context, code: string): Promise<string[]>
  disableMfa(ctx: Context, password: string, code: string): Promise<void>
}

const wrongField = (field: string, detail: string) =>
  unprocessable(`${field}: ${detail}`, [{ field, code: 'wrong', detail }])

/** A visitor's account is at home, and changed there. */
export function checkIsOfHere({ actor }: Context) {
  if (actor.home) throw new Problem(403, 'forbidden', 'You are a visitor here; your account is at home.')
}

export function createOwnAccount(
  door: Door,
  { throttle, mfa, passwordRules }: Pick<Auth, 'throttle' | 'mfa' | 'passwordRules'>,
): OwnAccount {
  /** Guesses at it count like those of a sign-in. */
  async function provePassword(ctx: Context, field: string, password: string): Promise<Account> {
    checkIsOfHere(ctx)
    const account = await door.read(ctx, (tx) =>
      tx.one(sql<Account>`select id, username, email, auth.find_password(id) as hash
        from users where id = ${ctx.actor.id}`),
    )
    const isRight = await throttle.attempt(
      throttle.password(account.username, ctx.address),
      async () => (await isPassword(account.hash, password)) || null,
      () => recordLock(ctx, account.id, 'password'),
    )
    if (!isRight) throw wrongField(field, 'is not your password')
    return account
  }

  const recordLock = (ctx: Context, userId: number, by: string) =>
    door.write(ctx, async (tx) => tx.record(accountEvents.locked(userId, { by })))

  /** @param take what the code is for, in the transaction that takes it; null where it is wrong */
  async function withCode<T>(ctx: Context, take: (tx: Tx, userId: number) => Promise<T | null>) {
    checkIsOfHere(ctx)
    const userId = ctx.actor.id as number
    const answer = await throttle.attempt(
      throttle.secondFactor(userId),
      () => door.write(ctx, (tx) => take(tx, userId)),
      () => recordLock(ctx, userId, 'second_factor'),
    )
    if (answer === null) throw wrongField('code', 'is wrong, or was used before')
    return answer
  }

  async function changePassword(ctx: Context, oldPassword: string, newPassword: string) {
    const { id, username, ...names } = await provePassword(ctx, 'old_password', oldPassword)
    const rules = await passwordRulesOf(door, ctx.organizationId, passwordRules)
    checkPassword(newPassword, namesOf({ username, ...names }), rules, 'new_password')
    const hash = await hashPassword(newPassword)
    await door.write(ctx, async (tx) => {
      await tx.one(sql`select auth.put_credentials(${id}, ${username}, ${hash})`)
      await endSessionsOf(tx, id, ctx.sessionId)
      tx.record(accountEvents.password_changed(id))
    })
  }

  async function disableMfa(ctx: Context, password: string, code: string) {
    await provePassword(ctx, 'password', password)
    await withCode(ctx, async (tx, userId) => {
      if (!(await mfa.takeCode(tx, userId, code))) return null
      return mfa.turnOff(tx, userId)
    })
  }

  return {
    changePassword,
    confirmMfa: (ctx, code) => withCode(ctx, (tx, userId) => mfa.confirm(tx, userId, code)),
    disableMfa,
  }
}
