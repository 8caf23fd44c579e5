import { sql } from 'kysely'
import type { Clock } from '../../../platform/clock.ts'
import { conflict } from '../../../platform/errors.ts'
import type { Sealing } from '../../../platform/sealing.ts'
import type { ReadTx, Tx } from '../../../platform/unit-of-work.ts'
import { accountEvents } from './account.events.ts'
import { hashToken } from './tokens.ts'
import { enrolmentOf, isTotpCode, newRecoveryCodes, newSecret, plainRecoveryCode, stepOf } from './totp.ts'

const PURPOSE = 'totp'

/** The second factor of one person after the other; who speaks and whether they may is decided outside. */
export interface Mfa {
  isOn(tx: ReadTx, userId: number): Promise<boolean>
  /** A secret that counts once a first code has come; 409 where one counts already. */
  enrol(tx: Tx, userId: number, username: string): Promise<ReturnType<typeof enrolmentOf>>
  /** @returns the recovery codes, this once; null where the code is wrong */
  confirm(tx: Tx, userId: number, code: string): Promise<string[] | null>
  /** Takes a code, or a recovery code: never the same one twice. */
  takeCode(tx: Tx, userId: number, code: string): Promise<boolean>
  /** @returns false where there was none */
  turnOff(tx: Tx, userId: number): Promise<boolean>
}

const hashCode = (code: string) => hashToken(plainRecoveryCode(code))

export function createMfa(sealing: Sealing, clock: Clock): Mfa {
  const isOn = async (tx: ReadTx, userId: number) =>
    (await tx.one(sql<{ yes: boolean }>`select auth.has_mfa(${userId}) as yes`)).yes

  async function enrol(tx: Tx, userId: number, username: string) {
    const secret = newSecret()
    const sealed = sealing.seal(PURPOSE, String(userId), secret)
    const { is_put } = await tx.one(
      sql<{ is_put: boolean }>`select auth.put_totp(${userId}, ${sealed}) as is_put`,
    )
    if (!is_put) throw conflict('Your second factor is on already: turn it off first.')
    return enrolmentOf(secret, username)
  }

  const find = (tx: Tx, userId: number) =>
    tx.maybe(sql<{ sealed_secret: string; is_enabled: boolean }>`select * from auth.find_totp(${userId})`)

  async function takeTotp(tx: Tx, userId: number, sealed: string, code: string) {
    const step = stepOf(sealing.open(PURPOSE, String(userId), sealed), code, clock.now())
    if (step === null) return false
    const used = await tx.one(
      sql<{ is_new: boolean }>`select auth.use_totp_step(${userId}, ${step}) as is_new`,
    )
    return used.is_new
  }

  async function confirm(tx: Tx, userId: number, code: string) {
    const totp = await find(tx, userId)
    if (!totp || totp.is_enabled)
      throw conflict(
        totp ? 'Your second factor is on already.' : 'There is nothing to confirm: ask for a secret first.',
      )
    if (!isTotpCode(code) || !(await takeTotp(tx, userId, totp.sealed_secret, code))) return null
    const codes = newRecoveryCodes()
    const enabled = await tx.one(
      sql<{ is_new: boolean }>`select auth.enable_totp(${userId}, ${codes.map(hashCode)}) as is_new`,
    )
    if (!enabled.is_new) throw conflict('Your second factor is on already.')
    tx.record(accountEvents.mfa_enabled(userId))
    return codes
  }

  async function takeCode(tx: Tx, userId: number, code: string) {
    if (isTotpCode(code)) {
      const totp = await find(tx, userId)
      return totp?.is_enabled === true && takeTotp(tx, userId, totp.sealed_secret, code)
    }
    const { is_used } = await tx.one(
      sql<{ is_used: boolean }>`select auth.use_recovery_code(${userId}, ${hashCode(code)}) as is_used`,
    )
    if (is_used) tx.record(accountEvents.recovery_code_used(userId))
    return is_used
  }

  async function turnOff(tx: Tx, userId: number) {
    const { was_on } = await tx.one(sql<{ was_on: boolean }>`select auth.remove_totp(${userId}) as was_on`)
    if (was_on) tx.record(accountEvents.mfa_disabled(userId))
    return was_on
  }

  return { isOn, enrol, confirm, takeCode, turnOff }
}
