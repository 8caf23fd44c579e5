import { generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto'
import { CompactEncrypt, importJWK, type JWK, SignJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { Client } from '../../../../test/client.ts'
import { PASSWORD, type Person, useTestServer } from '../../../../test/harness.ts'
import { turnOnMfa } from '../../../../test/totp.ts'

type Key = Parameters<SignJWT['sign']>[0]
type Fields = Record<string, unknown>

const server = useTestServer()
let person: Person
/** As the server signs, so that a claim can be wrong and nothing else. */
let ours: Key
let publicJwk: JWK & { x: string }
let header: Fields
let claims: Fields
let genuine: { access: string; refresh: string }

beforeAll(async () => {
  person = await server().tenant.person('agent')
  const body = { username: person.username, password: PASSWORD }
  genuine = (await server().anonymous.post('/api/v1/auth/login/', body)).body
  const [row] = await server().sql<{ kid: string; private_jwk: JWK }>('select * from auth.signing_keys')
  const { d: _, ...rest } = row!.private_jwk
  publicJwk = rest as JWK & { x: string }
  ours = (await importJWK(row!.private_jwk, 'EdDSA')) as Key
  header = { alg: 'EdDSA', kid: row!.kid, typ: 'at+jwt' }
  claims = JSON.parse(Buffer.from(genuine.access.split('.')[1] ?? '', 'base64url').toString())
})

const text = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
/** As the library writes it: what may be wrong is the claims, the header, or who signs. */
const signed = (changed: Fields, more: Fields = {}, key: Key = ours) =>
  new SignJWT({ ...claims, ...changed }).setProtectedHeader({ ...header, ...more } as never).sign(key)
/** As no library writes it. */
const written = (head: unknown, body: unknown = claims, key: Key | null = ours) => {
  const input = `${text(head)}.${text(body)}`
  return `${input}.${key ? signBytes(null, Buffer.from(input), key as KeyObject).toString('base64url') : ''}`
}
const stranger = generateKeyPairSync('ed25519')
const strangersJwk = () => stranger.publicKey.export({ format: 'jwk' })
const bytes = (secret: string | Buffer) => Buffer.from(secret)
const hmac = (secret: string | Buffer, more: Fields = {}) =>
  signed({}, { alg: 'HS256', ...more }, bytes(secret))
const spki = () =>
  Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(publicJwk.x, 'base64url')])
const pem = () => `-----BEGIN PUBLIC KEY-----\n${spki().toString('base64')}\n-----END PUBLIC KEY-----\n`
const without = (fields: Fields, name: string) => ({ ...fields, [name]: undefined })

/** Another algorithm than the one there is, down to none. */
const algorithms = (): Record<string, unknown> => ({
  none: written({ ...header, alg: 'none' }, claims, null),
  'none in other cases': written({ ...header, alg: 'nOnE' }, claims, null),
  'none under our signature': written({ ...header, alg: 'none' }),
  'no algorithm': written(without(header, 'alg')),
  'an array of algorithms': written({ ...header, alg: ['EdDSA'] }),
  'ours in lower case': written({ ...header, alg: 'eddsa' }),
  'HS256, public key as JWK': hmac(JSON.stringify(publicJwk)),
  'HS256, public key as it lies in the JWK': hmac(publicJwk.x),
  'HS256, public key in its 32 bytes': hmac(Buffer.from(publicJwk.x, 'base64url')),
  'HS256, public key as SPKI': hmac(spki()),
  'HS256, public key as PEM': hmac(pem()),
  'HS256, public key as PEM behind a comment': hmac(`# key\n${pem()}`),
  'HS512, public key as JWK': signed({}, { alg: 'HS512' }, bytes(JSON.stringify(publicJwk))),
  'HS512, public key as PEM': signed({}, { alg: 'HS512' }, bytes(pem().repeat(2))),
  'ES256, a key of their own': signed(
    {},
    { alg: 'ES256' },
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ),
  'RS256, a key of their own': signed(
    {},
    { alg: 'RS256' },
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ),
  'PS256, a key of their own': signed(
    {},
    { alg: 'PS256' },
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ),
})

/** A header that would lead a trusting server to another key, or to another reading. */
const headers = (): Record<string, unknown> => ({
  'another key under our name': signed({}, {}, stranger.privateKey),
  'a key brought along': signed({}, { jwk: strangersJwk() }, stranger.privateKey),
  'an address of keys': signed({}, { jku: 'https://evil.example/keys' }, stranger.privateKey),
  'an address of certificates': signed({}, { x5u: 'https://evil.example/cert' }, stranger.privateKey),
  'a certificate brought along': signed({}, { x5c: [spki().toString('base64')] }, stranger.privateKey),
  'ours, and an address of keys': signed({}, { jku: 'https://evil.example/keys' }),
  'unknown key': signed({}, { kid: 'other' }),
  'no key': signed({}, { kid: undefined }),
  'empty key': written({ ...header, kid: '' }),
  'key as a path': hmac('\0', { kid: '../../../../dev/null' }),
  'key as SQL': hmac('x', { kid: "' union select 'x" }),
  'key as an array': written({ ...header, kid: [header.kid] }),
  'key as an object': written({ ...header, kid: { toString: header.kid } }),
  'key of every object': written({ ...header, kid: '__proto__' }),
  'critical and unknown': written({ ...header, crit: ['wd'], wd: true }),
  'critical and empty': written({ ...header, crit: [] }),
  'payload not encoded': written({ ...header, crit: ['b64'], b64: false }),
  compressed: written({ ...header, zip: 'DEF' }),
  'nested token': written({ ...header, cty: 'JWT' }),
  'another type': signed({}, { typ: 'JWT' }),
  'no type': written(without(header, 'typ')),
  'type as an array': written({ ...header, typ: ['at+jwt'] }),
  'algorithm said twice': written(`{"alg":"none",${JSON.stringify(header).slice(1)}`, claims, null),
  'algorithm said twice, theirs last': written(
    `${JSON.stringify(header).slice(0, -1)},"alg":"none"}`,
    claims,
    null,
  ),
})

/** Signed by us, as if another part of the product had signed something else; or what was true and is not. */
const contents = async (): Promise<Record<string, unknown>> => ({
  expired: signed({ exp: (claims.iat as number) - 1 }),
  'no end': signed({ exp: undefined }),
  'end as text': written(header, { ...claims, exp: String(claims.exp) }),
  'not yet': signed({ nbf: claims.exp }),
  'another issuer': signed({ iss: 'elsewhere' }),
  'issuer as an array': written(header, { ...claims, iss: ['watchdesk'] }),
  'no issuer': signed({ iss: undefined }),
  'another audience': signed({ aud: 'elsewhere' }),
  'audience as an array': signed({ aud: ['watchdesk', 'elsewhere'] }),
  'no audience': signed({ aud: undefined }),
  'no session': signed({ sid: undefined }),
  'session as text': signed({ sid: String(claims.sid) }),
  'session as an array': signed({ sid: [claims.sid] }),
  'session null': signed({ sid: null }),
  'session in fractions': signed({ sid: (claims.sid as number) + 0.5 }),
  'session beyond numbers': signed({ sid: 2 ** 70 }),
  'another person’s session': signed({ user_id: server().tenant.administrator.userId, sub: undefined }),
  'person as text': signed({ user_id: String(claims.user_id) }),
  'subject of somebody else': signed({ sub: String(server().tenant.administrator.userId) }),
  'another organization': signed({ org_id: (await server().newTenant()).organizationId }),
  'organization as text': signed({ org_id: String(claims.org_id) }),
})

/** Cut, stretched, put together anew; or a token of another kind. */
const shapes = async (): Promise<Record<string, unknown>> => {
  const [head = '', body = '', signature = ''] = genuine.access.split('.')
  const changedEnd = signature.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  const theirs = body.replace(/^.{4}/, text('{"x'))
  const second = await server().tenant.person('agent')
  await turnOnMfa(second, server())
  const login = { username: second.username, password: PASSWORD }
  const challenge = (await server().anonymous.post('/api/v1/auth/login/', login)).body.mfa_token
  return {
    'signature left out': `${head}.${body}.`,
    'signature and its dot left out': `${head}.${body}`,
    'payload left out': `${head}..${signature}`,
    'header left out': `.${body}.${signature}`,
    'payload changed': `${head}.${theirs}.${signature}`,
    'signature cut': `${head}.${body}.${signature.slice(0, -4)}`,
    'signature with padding': `${genuine.access}==`,
    'signature written otherwise': `${head}.${body}.${changedEnd}`,
    'signature with a foreign letter': `${head}.${body}.${signature}é`,
    'a fourth part': `${genuine.access}.${signature}`,
    'as JSON': JSON.stringify({ payload: body, protected: head, signature }),
    encrypted: new CompactEncrypt(bytes(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: header.kid as string })
      .encrypt(Buffer.from(publicJwk.x, 'base64url')),
    'a refresh token': genuine.refresh,
    'a challenge': challenge,
    'a megabyte less one': 'x'.repeat(12_000),
    'two tokens': `${genuine.access},${genuine.access}`,
  }
}

const verify = (token: string) => new Client(server().url, token).get('/api/v1/auth/verify-token/')

test.each([
  ['another algorithm', algorithms],
  ['a header that leads astray', headers],
  ['contents that are not ours', contents],
  ['another shape', shapes],
])('forged by %s: none is accepted', async (_, variants) => {
  const tokens = Object.entries(await variants())
  for (const [what, token] of tokens) expect((await verify((await token) as string)).status, what).toBe(401)
  expect((await verify(genuine.access)).status, 'the control').toBe(200)
  expect((await verify(await signed({}))).status, 'signed here').toBe(200)
})

test('there are more than seventy of them', async () => {
  const kinds = [algorithms(), headers(), await contents(), await shapes()]
  const names = kinds.flatMap((kind) => Object.keys(kind))
  for (const kind of kinds) await Promise.all(Object.values(kind))
  expect(new Set(names).size).toBeGreaterThan(70)
})

test('what a token claims about rights counts for nothing', async () => {
  const token = await signed({ is_superuser: true, roles: ['administrator'] })
  const answer = await new Client(server().url, token).get('/api/v1/users/me/')
  expect(answer.body).toMatchObject({ is_superuser: false, roles: ['agent'] })
})
