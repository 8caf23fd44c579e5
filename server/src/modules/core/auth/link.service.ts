import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { unprocessable } from '../../../platform/errors.ts'
import type { Mailer } from '../../../platform/mail/mailer.ts'
import type { Door, Tx } from '../../../platform/unit-of-work.ts'
import { passwordRulesOf } from '../organizations/organization.settings.ts'
import { accountEvents } from './account.events.ts'
import type { Auth } from './auth.ts'
import { type Person, writeInvitation, writeReset } from './link.letters.ts'
import { setPassword } from './password.service.ts'
import { checkPassword, hashPassword, namesOf } from './passwords.ts'
import { type Known, NOBODY, type Peer, signInContext } from './session.service.ts'
import { hashToken } from './tokens.ts'

/** What a link is for: how long it counts, the page that it opens, and its letter. */
const LINKS = {
  invitation: { hours: 7 * 24, page: 'welcome', letter: writeInvitation },
  reset: { hours: 1, page: 'reset-password', letter: writeReset },
}
export type Purpose = keyof typeof LINKS

/** How links reach people; without a mailer the administrator hands an invitation over. */
export interface LinkPost {
  mailer: Mailer | null
  publicUrl: string
}

/** Makes a link, which puts an earlier one of its kind out of use, and sends it. @returns the address where nothing was sent */
export async function sendLink(tx: Tx, { mailer, publicUrl }: LinkPost, purpose: Purpose, userId: number) {
  const { hours, page, letter } = LINKS[purpose]
  const token = randomBytes(32).toString('base64url')
  await tx.all(
    sql`select auth.put_link(${userId}, ${purpose}, ${hashToken(token)}, ${`${hours} hours`}::interval)`,
  )
  // Behind the #, where neither servers nor their logs see it.
  const url = `${publicUrl}/${page}#${token}`
  if (!mailer) return url
  const person = await readPerson(tx, userId)
  const until = new Date(person.now.getTime() + hours * 3_600_000)
  await mailer.send(tx, { to: person.email, ...letter(person, url, tx.ctx.actor.name) }, until)
  return null
}

const readPerson = (tx: Tx, userId: number) =>
  tx.one(sql<
    Person & { now: Date }
  >`select u.email, u.username, u.display_name, o.name as organization, app.now() as now
    from users u join organizations o on o.organization_id = u.organization_id and o.id = u.organization_id
    where u.id = ${userId}`)

/** @returns the link, where the caller must hand it over */
export async function invite(tx: Tx, post: LinkPost, userId: number) {
  tx.record(accountEvents.invited(userId))
  return sendLink(tx, post, 'invitation', userId)
}

const useless = () =>
  unprocessable('token: is unknown, over, or was used before; ask for a new link', [
    { field: 'token', code: 'useless', detail: 'is unknown, over, or was used before; ask for a new link' },
  ])

type LinkParts = { door: Door } & Pick<Auth, 'throttle' | 'passwordRules' | 'principals'>

/** Sets the password of whoever the link was made for. @returns their user name */
export async function useLink(
  { door, throttle, passwordRules, principals }: LinkParts,
  purpose: Purpose,
  { token, password, field }: { token: string; password: string; field: string },
  peer: Peer,
) {
  const known = await throttle.attempt(throttle.link(peer.address), () => findLink(door, purpose, token))
  if (!known) throw useless()
  const ctx = signInContext(known.organizationId, peer)
  const person = await door.read(ctx, (tx) =>
    tx.maybe(sql<{ username: string; email: string }>`select username, email from users
      where id = ${known.userId} and is_active and deleted_at is null`),
  )
  if (!person) throw useless()
  const rules = await passwordRulesOf(door, known.organizationId, passwordRules)
  checkPassword(password, namesOf(person), rules, field)
  const hash = await hashPassword(password)
  await door.write(ctx, async (tx) => {
    const taken = await tx.one(
      sql<{
        is_ours: boolean
      }>`select auth.take_link(${known.userId}, ${purpose}, ${hashToken(token)}) as is_ours`,
    )
    if (!taken.is_ours) throw useless()
    const { after, before } = await setPassword(tx, known.userId, person.username, hash)
    tx.record(accountEvents.password_set(known.userId, { by: purpose, ...after }, before))
  })
  principals.forget(known.organizationId)
  return person.username
}

async function findLink(door: Door, purpose: Purpose, token: string): Promise<Known | null> {
  const found = await door.read(NOBODY, (tx) =>
    tx.maybe(sql<{ organization_id: number; user_id: number }>`
      select * from auth.find_link(${purpose}, ${hashToken(token)})`),
  )
  return found ? { organizationId: found.organization_id, userId: found.user_id } : null
}
