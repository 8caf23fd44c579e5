import { dictionary } from '@zxcvbn-ts/language-common'

/** What lists of leaked passwords have at their top, 49,000 of them, and what is guessed here besides. */
const COMMON = new Set([
  ...dictionary['passwords-common'],
  ...['abcdefgh', 'login', 'p@ssword', 'superuser', 'watchdesk', 'zxcvbnmasdf'],
])

/** Digits and signs at the end do not make another word of it. @param lower in lower case */
export function isCommon(lower: string): boolean {
  const word = lower.replace(/[\d\W_]+$/, '')
  const isRun =
    /^(.)\1*$/.test(lower) || '01234567890123456789'.includes(lower) || '98765432109876543210'.includes(lower)
  return isRun || COMMON.has(lower) || COMMON.has(word)
}
