import { Secret, TOTP } from 'otpauth'
import type { Person, TestServer } from './harness.ts'

/** What the authenticator app of somebody shows. @param steps how many times 30 seconds later */
export const codeOf = (secret: string, { clock }: TestServer, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: clock.now().getTime() + steps * 30_000,
  })

/** Turns the second factor of somebody on, with the code of the step before, so that the present one is unused. */
export async function turnOnMfa(person: Person, server: TestServer) {
  const { secret } = (await person.post('/api/v1/auth/mfa/enable/')).body
  const confirmed = await person.post('/api/v1/auth/mfa/verify/', { code: codeOf(secret, server, -1) })
  if (confirmed.status !== 200) throw new Error(`no second factor: ${JSON.stringify(confirmed.body)}`)
  const recoveryCodes: string[] = confirmed.body.recovery_codes
  return { secret: secret as string, recoveryCodes }
}
