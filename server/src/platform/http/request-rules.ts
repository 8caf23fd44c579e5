import { Problem } from '../errors.ts'
import type { App } from './app.ts'

const LONGEST_URL = 8192

/** Refuses what is asked in a way that no route of ours takes, before anybody looks at it. */
export function refuseOddRequests(app: App) {
  app.addHook('onRequest', ({ raw, headers }, _, done) => {
    if ((raw.url ?? '').length > LONGEST_URL) return done(tooLong)
    const encoding = headers['content-encoding']
    done(encoding === undefined || encoding === 'identity' ? undefined : compressed)
  })
}

const tooLong = new Problem(414, 'uri_too_long', `An address has at most ${LONGEST_URL} characters.`)
// A small body may be a thousand times as large when it is unpacked.
const compressed = new Problem(
  415,
  'compressed_body',
  'Send the body as it is: compressed ones are not taken.',
  {
    headers: { 'accept-encoding': 'identity' },
  },
)
