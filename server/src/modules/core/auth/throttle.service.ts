import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../../platform/errors.ts'
import { networkOf } from '../../../platform/http/network.ts'
import type { Door } from '../../../platform/unit-of-work.ts'
import { NOBODY } from './session.service.ts'

/** How many failures are allowed before each further one costs a wait: 1, 2, 4, 8, then 15 minutes. */
export interface ThrottleRules {
  perAccount: number
  perAddress: number
  /** After so long without a failure all is forgotten. */
  memoryMinutes: number
}

/** An hour of the second factor: ten codes of a million (ADR 27). */
const SECOND_FACTOR = { allowed: 10, memory: '60 minutes' }

interface Limit {
  subject: string
  allowed: number
}

interface Attempt {
  limits: Limit[]
  memory: string
}

export interface Throttle {
  /** Who gives a password: the account, whether or not there is one of that name, and where they are. */
  password(username: string, address: string | null): Attempt
  secondFactor(userId: number): Attempt
  /** Who brings a link: guessed ones count against where they come from. */
  link(address: string | null): Attempt
  /** Who asks for something that is sent: each call counts, none is given back. */
  request(username: string, address: string | null): Attempt
  /**
   * Counts, then checks; what was right is given back, and so is what nobody looked at. 429 while one of them is locked.
   * @param check null: it was wrong
   * @param onLock it was wrong, and the last that was allowed
   */
  attempt<T>(of: Attempt, check: () => Promise<T | null>, onLock?: () => Promise<void>): Promise<T | null>
  count(of: Attempt): Promise<{ isLast: boolean }>
}

export function createThrottle(
  door: Door,
  { perAccount, perAddress, memoryMinutes }: ThrottleRules,
): Throttle {
  const memory = `${memoryMinutes} minutes`
  const limited = (allowed: number, subject: string): Limit => ({ subject, allowed })
  const from = (address: string | null) => limited(perAddress, `address:${networkOf(address)}`)
  const once = <Row>(query: RawBuilder<Row>) => door.write(NOBODY, (tx) => tx.one(query))

  async function count({ limits, memory }: Attempt) {
    const { wait, is_last } = await once(sql<{ wait: number | null; is_last: boolean }>`
      select extract(epoch from wait)::float8 as wait, is_last
      from auth.count_attempt(${subjectsOf(limits)}, ${allowedOf(limits)}, ${memory}::interval)`)
    if (wait !== null) throw tooMany(Math.ceil(wait))
    return { isLast: is_last }
  }

  const refund = ({ limits }: Attempt) =>
    once(sql`select auth.refund_attempt(${subjectsOf(limits)}, ${allowedOf(limits)})`)

  async function attempt<T>(of: Attempt, check: () => Promise<T | null>, onLock = async () => {}) {
    const { isLast } = await count(of)
    const answer = await check().catch(async (error) => {
      await refund(of)
      throw error
    })
    if (answer !== null) await refund(of)
    else if (isLast) await onLock()
    return answer
  }

  return {
    password: (username, address) => ({
      limits: [limited(perAccount, `account:${username.toLowerCase()}`), from(address)],
      memory,
    }),
    secondFactor: (userId) => ({
      limits: [limited(SECOND_FACTOR.allowed, `mfa:${userId}`)],
      memory: SECOND_FACTOR.memory,
    }),
    link: (address) => ({ limits: [from(address)], memory }),
    request: (username, address) => ({
      limits: [
        limited(perAccount, `request:${username.toLowerCase()}`),
        limited(perAddress, `request-${networkOf(address)}`),
      ],
      memory,
    }),
    attempt,
    count,
  }
}

const subjectsOf = (limits: Limit[]) => limits.map(({ subject }) => subject)
const allowedOf = (limits: Limit[]) => limits.map(({ allowed }) => allowed)

function tooMany(seconds: number) {
  const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`
  return new Problem(429, 'too_many_attempts', `Too many attempts failed; try again in ${wait}.`, {
    headers: { 'retry-after': String(seconds) },
  })
}
