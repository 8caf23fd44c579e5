import { type Context, can } from '../context.ts'
import { forbidden } from '../errors.ts'

/** Who holds it sees addresses and numbers of people as they are. */
export const SEES_PERSONAL_DATA = 'pii:view'

/** How a field holds personal data: it is an address, it is a number, or a text or labels in which either may stand. */
export type PersonalField = 'email' | 'phone' | 'text'

export interface PersonalData {
  fields: Readonly<Record<string, PersonalField>>
  /** Who sees them besides those with the permission. It may ask for permissions only: callers of equal rights share what they are told. */
  shownTo?: (ctx: Context) => boolean
}

// At most so many before the @ (RFC 5321): without a bound, a long word costs its square.
const EMAIL = /([\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{0,63}@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu
/** With a plus before it, or grouped as numbers are where no country is said; not what counts or measures. */
const PHONE =
  /\+\d[\d ()/.-]{5,18}\d|(?<![\p{L}\p{N}.:-])(?:\(\d{2,5}\)|0\d{2,4})[ /-]\d{2,4}[ /-]?\d{2,8}(?:[ /-]\d{1,6})?(?![\p{L}\p{N}.:])|(?<![\p{L}\p{N}.:-])\d{3}-\d{3}-\d{4}(?![\p{L}\p{N}.:-])/gu

/** Labels that say what they hold: there a bare run of digits is a number to call. */
const NUMBERED = /phone|mobile|msisdn|(?:^|[_.-])(?:tel|fax|cell)(?:$|[_.-])/i

/** `jane@example.org` as `j***@example.org`. */
export const maskEmail = (email: string) => {
  const at = email.lastIndexOf('@')
  return at < 0 ? '***' : `${email.slice(0, 1)}***${email.slice(at)}`
}

/** `+49 151 234 56 89` as `+49 *** ** 89`. */
export function maskPhone(phone: string) {
  const country = /^\+\d{1,2}/.exec(phone.trim())?.[0]
  return `${country ? `${country} ` : ''}*** ** ${phone.replace(/\D/g, '').slice(-2)}`
}

export const maskText = (text: string) =>
  // Most texts hold neither, and this is asked of each text of each row.
  /[@+]|\d[ )/-]\d/.test(text)
    ? text
        .replace(EMAIL, (_, first: string, domain: string) => `${first}***@${domain}`)
        .replace(PHONE, maskPhone)
    : text

/** Texts at whatever depth; the names of labels as well. */
export function maskDeep(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value)
  if (Array.isArray(value)) return value.map(maskDeep)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      maskText(name),
      NUMBERED.test(name) && typeof inner === 'string' && inner.replace(/\D/g, '').length >= 5
        ? maskPhone(inner)
        : maskDeep(inner),
    ]),
  )
}

const MASKS: Record<PersonalField, (value: unknown) => unknown> = {
  email: (value) => (typeof value === 'string' ? maskEmail(value) : value),
  phone: (value) => (typeof value === 'string' ? maskPhone(value) : value),
  text: maskDeep,
}

export const seesPersonalData = (ctx: Context, personal?: PersonalData) =>
  can(ctx, SEES_PERSONAL_DATA) || (personal?.shownTo?.(ctx) ?? false)

/** The record as whoever may not see personal data sees it. */
export function masked<Shown>(record: Shown, { fields }: PersonalData): Shown {
  const shown = Object.entries(record as object).map(([field, value]) => {
    const kind = fields[field] ?? (isNested(value) ? 'text' : undefined)
    return [field, kind ? MASKS[kind](value) : value]
  })
  return Object.fromEntries(shown) as Shown
}

/** What stands inside is shown of other records: their names, and people may be called by their address. */
const isNested = (value: unknown) => typeof value === 'object' && value !== null

/** A part of an address or of a number: asking for it would tell whether it is there. */
const TELLING = /@|\+\d|\d{6}/

/** Is this field masked, in whole or in part, for whoever asks? */
export const hides = (ctx: Context, personal: PersonalData | undefined, field: string) =>
  personal?.fields[field] !== undefined && !seesPersonalData(ctx, personal)

/**
 * Refuses what would find out by asking what is not shown: ordering by an address, filters of it, and in texts the parts of one.
 * @param asked the filter's value; undefined for an ordering
 */
export function refuseProbing(
  ctx: Context,
  personal: PersonalData | undefined,
  field: string,
  asked?: string,
) {
  if (!hides(ctx, personal, field)) return
  if (personal?.fields[field] !== 'text' || (asked !== undefined && TELLING.test(asked)))
    throw forbidden(SEES_PERSONAL_DATA)
}
