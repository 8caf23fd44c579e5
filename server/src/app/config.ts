import { join, resolve } from 'node:path'
import type { AuthSettings } from '../modules/core/index.ts'
import { LIMIT_CLASSES, type RateLimits } from '../platform/http/rate-limits.ts'
import type { MailSettings } from '../platform/mail/mailer.ts'
import { keyOf } from './secret-key.ts'

/** Every setting, read once at start. Nothing else reads process.env. */
export interface Config {
  port: number
  host: string
  dataDir: string
  /** null: the embedded PostgreSQL in dataDir. */
  databaseUrl: string | null
  /** null: PostgreSQL carries live fan-out and limits alone. */
  redisUrl: string | null
  admin: { username: string; password: string | null }
  publicUrl: string
  logLevel: (typeof LOG_LEVELS)[number]
  corsOrigins: string[]
  /** Proxies whose X-Forwarded-For is believed, as addresses or CIDR ranges. */
  trustProxy: string[]
  rateLimits: RateLimits
  /** What a file that is attached to a record may have. */
  maxAttachmentBytes: number
  /** null: the file `secret.key` in dataDir, which is made where there is none. */
  secretKey: Buffer | null
  signIn: AuthSettings
  /** null: nothing is sent; administrators hand invitations over. */
  mail: MailSettings | null
  /** Where the ends of the audit chains are signed, outside the database. */
  auditHeadsFile: string
}

/** Calls a minute: far above what people and their scripts do, below what makes others wait. */
const RATE_LIMITS: RateLimits = { auth: 6000, read: 600_000, write: 120_000, heavy: 60 }

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Thrown with every problem at once, so that one look mends them all. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`The settings do not fit:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
  }
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = []
  const text = (name: string, fallback: string) => env[name]?.trim() || fallback
  const list = (name: string) =>
    text(name, '')
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean)
  const check = (isFine: boolean, problem: string) => {
    if (!isFine) problems.push(problem)
  }

  const whole = (name: string, fallback: number, least: number, most: number) => {
    const given = text(name, String(fallback))
    const number = /^\d{1,6}$/.test(given) ? Number(given) : Number.NaN
    check(
      number >= least && number <= most,
      `${name} must be a whole number from ${least} to ${most}, not "${given}"`,
    )
    return number
  }

  const port = text('PORT', '8000')
  check(/^\d{1,5}$/.test(port) && Number(port) <= 65_535, `PORT must be a port number, not "${port}"`)
  const host = text('HOST', '127.0.0.1')
  const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  const publicUrl = text('PUBLIC_URL', `http://${shownHost}:${port}`).replace(/\/+$/, '')
  check(isUrl(publicUrl, ['http:', 'https:']), `PUBLIC_URL must be an http(s) address, not "${publicUrl}"`)
  const databaseUrl = text('DATABASE_URL', '') || null
  check(
    !databaseUrl || /^postgres(ql)?:\/\//.test(databaseUrl),
    'DATABASE_URL must start with postgres:// or postgresql://',
  )
  const redisUrl = text('REDIS_URL', '') || null
  check(
    !redisUrl || isUrl(redisUrl, ['redis:', 'rediss:']),
    'REDIS_URL must start with redis:// or rediss://',
  )
  const username = text('WATCHDESK_ADMIN_USERNAME', 'admin').toLowerCase()
  check(
    /^[a-z0-9][a-z0-9._@+-]{0,149}$/.test(username),
    `WATCHDESK_ADMIN_USERNAME "${username}" is not a user name`,
  )
  const password = env.WATCHDESK_ADMIN_PASSWORD || null
  check(!password || password.length >= 8, 'WATCHDESK_ADMIN_PASSWORD must have at least 8 characters')
  const logLevel = text('LOG_LEVEL', 'info') as Config['logLevel']
  check(LOG_LEVELS.includes(logLevel), `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${logLevel}"`)
  const corsOrigins = list('CORS_ORIGINS')
  for (const origin of corsOrigins) {
    check(
      isUrl(origin, ['http:', 'https:']) && new URL(origin).origin === origin,
      `CORS_ORIGINS: "${origin}" is not an origin`,
    )
  }
  const trustProxy = list('TRUST_PROXY')
  for (const range of trustProxy) {
    check(
      /^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(range),
      `TRUST_PROXY: "${range}" is not an address or CIDR range`,
    )
  }
  const attachmentMb = whole('MAX_ATTACHMENT_MB', 25, 1, 999)
  const signIn = {
    throttle: {
      perAccount: whole('SIGN_IN_FAILURES_PER_ACCOUNT', 10, 1, 1000),
      perAddress: whole('SIGN_IN_FAILURES_PER_ADDRESS', 200, 1, 100_000),
      memoryMinutes: whole('SIGN_IN_FAILURE_MINUTES', 15, 1, 1440),
    },
    passwords: { minLength: whole('PASSWORD_MIN_LENGTH', 8, 8, 128) },
  }
  const smtpUrl = text('SMTP_URL', '')
  check(!smtpUrl || isUrl(smtpUrl, ['smtp:', 'smtps:']), 'SMTP_URL must start with smtp:// or smtps://')
  const mailHost = URL.canParse(publicUrl) ? new URL(publicUrl).hostname : 'localhost'
  const from = text('MAIL_FROM', `Watchdesk <watchdesk@${mailHost}>`)
  check(/^[^\r\n]*@[^\r\n]+$/.test(from), `MAIL_FROM must be an address, not "${from}"`)
  const keyText = text('WATCHDESK_SECRET_KEY', '')
  const secretKey = keyText ? keyOf(keyText) : null
  check(!keyText || secretKey !== null, 'WATCHDESK_SECRET_KEY must be 32 bytes in base64')
  const dataDir = resolve(text('DATA_DIR', './.data'))

  const rateLimits = { ...RATE_LIMITS }
  for (const name of LIMIT_CLASSES) {
    const setting = `RATE_LIMIT_${name.toUpperCase()}`
    const limit = text(setting, String(RATE_LIMITS[name]))
    check(/^[1-9]\d{0,8}$/.test(limit), `${setting} must be a whole number above 0, not "${limit}"`)
    rateLimits[name] = Number(limit)
  }

  if (problems.length > 0) throw new ConfigError(problems)
  return {
    port: Number(port),
    host,
    dataDir,
    databaseUrl,
    redisUrl,
    admin: { username, password },
    publicUrl,
    logLevel,
    corsOrigins,
    trustProxy,
    rateLimits,
    maxAttachmentBytes: attachmentMb * 1024 * 1024,
    secretKey,
    signIn,
    mail: smtpUrl ? { smtpUrl, from } : null,
    auditHeadsFile: resolve(text('AUDIT_HEADS_FILE', join(dataDir, 'audit-heads.jsonl'))),
  }
}

function isUrl(text: string, protocols: string[]) {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}
