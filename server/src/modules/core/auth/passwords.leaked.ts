/** What lists of leaked passwords have at their top, as far as it has eight characters; digits and signs at the end fall off. */
const COMMON = new Set(
  `abcdefgh access administrator alexander asdfasdf asdfghjk asdfghjkl baseball basketball butterfly
  changeme charlie chocolate computer corvette default dragon einstein football freedom hello hunter
  iloveyou internet jennifer jordan letmein liverpool login manager master maverick mercedes michelle
  midnight monkey mustang nothing ninja p@ssw0rd p@ssword passw0rd password princess qazwsx qazwsxedc
  qwerty qwertyui qwertyuiop q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc samantha secret shadow
  starwars sunshine superman superuser temppass test testtest trustno trustnoi victoria watchdesk welcome
  whatever winter spring summer autumn zaq12wsx zxcvbnm zxcvbnmasdf`.split(/\s+/),
)

/** @param lower in lower case */
export function isCommon(lower: string): boolean {
  const word = lower.replace(/[\d\W_]+$/, '')
  const isRun =
    /^(.)\1*$/.test(lower) || '01234567890123456789'.includes(lower) || '98765432109876543210'.includes(lower)
  return isRun || COMMON.has(lower) || COMMON.has(word)
}
