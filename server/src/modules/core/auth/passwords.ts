import { availableParallelism } from 'node:os'
import argon2 from '@node-rs/argon2'
import { Problem, unprocessable } from '../../../platform/errors.ts'
import { createGate } from '../../../platform/gate.ts'
import { isCommon } from './passwords.leaked.ts'

// OWASP's minimum for argon2id: 19 MiB, two passes.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const MIN_LENGTH = 8

/** At once, and in line behind them. */
export const LOOKED_AT = { atOnce: Math.max(1, availableParallelism() - 1), waiting: 50 }

/** One hash costs 20 ms of a core: a login flood must queue here, not take the server's cores. */
const inPool = createGate({
  ...LOOKED_AT,
  refusal: () =>
    new Problem(429, 'too_many_requests', 'Too many sign-ins at once; try again shortly.', {
      headers: { 'retry-after': '2' },
    }),
})

export const hashPassword = (password: string) => inPool(() => argon2.hash(password, COST))

// Compared against for unknown users, so that they take as long as known ones.
const nobody = hashPassword('nobody has this password')

export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await nobody)
  const fits = await inPool(() => argon2.verify(against, password).catch(() => false))
  return fits && stored !== undefined
}

export interface PasswordRules {
  /** Never below MIN_LENGTH. */
  minLength: number
}

/** Refuses what would be guessed first. @param names the person's own names */
export function checkPassword(
  password: string,
  names: string[],
  { minLength }: PasswordRules = { minLength: MIN_LENGTH },
  field = 'password',
) {
  const refuse = (detail: string) => unprocessable(`${field}: ${detail}`, [{ field, code: 'weak', detail }])
  if (password.length < minLength) throw refuse(`must have at least ${minLength} characters`)
  const lower = password.toLowerCase()
  if (isCommon(lower)) throw refuse('is one of those that are guessed first')
  if (names.some((name) => name.length > 2 && lower.includes(name.toLowerCase()))) {
    throw refuse('must not contain the name of its owner')
  }
}

/** The names that a person's password must not contain. */
export const namesOf = ({ username, email }: { username: string; email: string }) => [
  username,
  email.split('@')[0] ?? '',
]
