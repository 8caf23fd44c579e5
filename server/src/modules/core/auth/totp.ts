import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'

const ISSUER = 'Watchdesk'
/** A clock may be a step of 30 seconds off, either way. */
const WINDOW = 1

// SHA-1, six digits, 30 seconds: what every authenticator app takes.
const totpOf = (secret: string, label?: string) =>
  new TOTP({ issuer: ISSUER, ...(label ? { label } : {}), secret: Secret.fromBase32(secret) })

/** 160 bits, as RFC 4226 recommends. */
export const newSecret = () => new Secret({ size: 20 }).base32

/** The step that a code is of, or null where it is of none around now. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const totp = totpOf(secret)
  const timestamp = now.getTime()
  const delta = totp.validate({ token: code, timestamp, window: WINDOW })
  return delta === null ? null : totp.counter({ timestamp }) + delta
}

/** What an app needs, as an address and as a picture of it. */
export function enrolmentOf(secret: string, username: string) {
  const otpauth_uri = totpOf(secret, username).toString()
  const picture = renderSVG(otpauth_uri, { border: 2 })
  return {
    secret,
    otpauth_uri,
    qr_code: `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`,
  }
}

const CODES = 10

/** 80 bits each, in letters and digits that nobody confuses. */
export const newRecoveryCodes = () =>
  Array.from({ length: CODES }, () =>
    new Secret({ size: 10 }).base32.toLowerCase().replace(/(.{4})(?=.)/g, '$1-'),
  )

export const isTotpCode = (code: string) => /^\d{6}$/.test(code)

/** However it was typed. */
export const plainRecoveryCode = (code: string) => code.toLowerCase().replace(/[^a-z2-7]/g, '')
