import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

test('without settings everything has its default', () => {
  expect(readConfig({})).toEqual({
    port: 8000,
    host: '127.0.0.1',
    dataDir: resolve('.data'),
    auditHeadsFile: resolve('.data/audit-heads.jsonl'),
    databaseUrl: null,
    redisUrl: null,
    admin: { username: 'admin', password: null },
    publicUrl: 'http://127.0.0.1:8000',
    logLevel: 'info',
    corsOrigins: [],
    trustProxy: [],
    rateLimits: { auth: 6000, read: 600_000, write: 120_000, heavy: 60 },
    maxAttachmentBytes: 25 * 1024 * 1024,
    secretKey: null,
    signIn: {
      throttle: { perAccount: 10, perAddress: 200, memoryMinutes: 15 },
      passwords: { minLength: 8 },
    },
    mail: null,
  })
})

test('every problem is listed at once, each with its setting and what was found', () => {
  const wrong = {
    PORT: 'eighty',
    PUBLIC_URL: 'ftp://watch.example',
    DATABASE_URL: 'mysql://db',
    REDIS_URL: 'http://redis',
    WATCHDESK_ADMIN_USERNAME: 'two words',
    WATCHDESK_ADMIN_PASSWORD: 'short',
    LOG_LEVEL: 'loud',
    CORS_ORIGINS: 'https://good.example, https://bad.example/path',
    TRUST_PROXY: '10.0.0.0/8, proxy.example',
    MAX_ATTACHMENT_MB: '0',
    WATCHDESK_SECRET_KEY: 'c2hvcnQ=',
    SIGN_IN_FAILURES_PER_ACCOUNT: '0',
    PASSWORD_MIN_LENGTH: '7',
    SMTP_URL: 'mail.example',
    MAIL_FROM: 'nobody',
    RATE_LIMIT_WRITE: '0',
  }
  let problems: string[] = []
  try {
    readConfig(wrong)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    problems = (error as Error).message.split('\n').slice(1)
  }
  expect(problems).toHaveLength(Object.keys(wrong).length)
  for (const name of Object.keys(wrong)) expect(problems.join('\n')).toContain(name)
  for (const found of ['eighty', 'ftp://watch.example', 'two words', 'loud', 'bad.example', 'proxy.example'])
    expect(problems.join('\n')).toContain(found)
  expect(problems.join('\n')).not.toContain('good.example')
  expect(problems.join('\n'), 'a password is never shown').not.toContain('short')
})

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '8.5'],
  ['PUBLIC_URL', 'watch.example'],
  ['CORS_ORIGINS', '*'],
  ['TRUST_PROXY', 'true'],
  ['RATE_LIMIT_READ', 'none'],
])('%s=%s is refused', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name)
})

test('lists are split at commas, blanks are as good as absent', () => {
  const config = readConfig({
    PORT: ' ',
    CORS_ORIGINS: 'https://a.example, https://b.example:8443',
    TRUST_PROXY: '10.0.0.1,2001:db8::/32',
    PUBLIC_URL: 'https://watch.example/',
    HOST: '0.0.0.0',
  })
  expect(config).toMatchObject({
    port: 8000,
    corsOrigins: ['https://a.example', 'https://b.example:8443'],
    trustProxy: ['10.0.0.1', '2001:db8::/32'],
    publicUrl: 'https://watch.example',
  })
  expect(readConfig({ HOST: '::' }).publicUrl).toBe('http://localhost:8000')
})
