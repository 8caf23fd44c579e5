import type { Answer } from '../client.ts'
import type { Person } from '../harness.ts'
import { type Callable, leastBody, type Schema } from '../isolation/document.ts'
import { type Records, recordFor } from '../isolation/records.ts'
import { mutate } from './mutations.ts'
import type { Random } from './random.ts'

/** Of the inside: a stack, a path of ours, a statement, a name of the database. */
const INSIDE =
  /\bat .+:\d+:\d+|node_modules|\/server\/src|\bselect .+ from\b|\binsert into\b|pg_|SQLSTATE|_fkey|relation "/i
const AT_ONCE = 8

interface Ground {
  placed(callable: Callable): string
  records: Records
}

/** Sends so many requests that are nearly right to all operations in turn. @returns what was wrong with the answers */
export function createFuzzer(person: Person, random: Random, { placed, records }: Ground) {
  /** Every field that may be sent, not only those that must. */
  const bodyOf = ({ body, path }: Callable) =>
    body && leastBody(wholeOf(body), (field) => recordFor(records, field, path))

  async function once(callable: Callable): Promise<string[]> {
    const { method } = callable
    const { path, body } = mutate(random, placed(callable), bodyOf(callable))
    try {
      const answer = await person.send(method, path, body)
      return wrongIn(answer).map((what) => `${method} ${path} ${body?.slice(0, 200)}: ${what}`)
    } catch (error) {
      return [`${method} ${path} ${body?.slice(0, 200)}: ${(error as Error).message}`]
    }
  }

  return async (callables: readonly Callable[], requests: number) => {
    const findings: string[] = []
    for (let sent = 0; sent < requests && findings.length < 5; sent += AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, (_, n) => callables[(sent + n) % callables.length])
      findings.push(...(await Promise.all(some.map((one) => once(one as Callable)))).flat())
    }
    return findings
  }
}

const wholeOf = (schema: Schema): Schema => ({ ...schema, required: Object.keys(schema.properties ?? {}) })

function wrongIn({ status, body, headers }: Answer): string[] {
  if (status < 400) return []
  const text = JSON.stringify(body)
  const isProblem = /^application\/problem\+json/.test(headers.get('content-type') ?? '')
  return [
    ...(status >= 500 ? [`${status} ${text}`] : []),
    ...(isProblem ? [] : [`${status} is no problem+json: ${text.slice(0, 200)}`]),
    ...(isProblem && body.request_id !== headers.get('x-request-id') ? ['has no request_id'] : []),
    ...(INSIDE.test(body.detail ?? text) ? [`tells of the inside: ${text}`] : []),
  ]
}
