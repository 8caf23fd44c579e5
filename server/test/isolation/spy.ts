import type { Answer } from '../client.ts'
import type { Person, TestServer } from '../harness.ts'
import { attach } from '../uploads.ts'
import type { Attempt } from './attempts.ts'
import { CANARY } from './records.ts'

const AT_ONCE = 8

/** Makes every attempt as one person. @returns in words what went through, or showed what it must not */
export async function spyOut(
  person: Person,
  attempts: readonly Attempt[],
  judge: (attempt: Attempt, answer: Answer) => string | undefined,
): Promise<string[]> {
  const findings: string[] = []
  const rest = [...attempts]
  const work = async () => {
    for (let attempt = rest.shift(); attempt; attempt = rest.shift()) {
      const answer = await send(person, attempt)
      const finding = JSON.stringify(answer.body, withoutOwnWords).includes(CANARY)
        ? 'showed a foreign text'
        : judge(attempt, answer)
      if (finding)
        findings.push(
          `${attempt.operation} by ${attempt.by}: ${finding} (${answer.status}, ${attempt.url}, ${JSON.stringify(attempt.body)})`,
        )
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return findings
}

/** Access records tell one's own people what they asked for. */
const withoutOwnWords = (key: string, value: unknown) => (key === 'query' ? undefined : value)

const send = (person: Person, { method, url, body, isUpload }: Attempt) =>
  isUpload ? attach(person, body as Record<string, unknown>) : person.send(method, url, body)

/** What a stranger may be told: that there is no such record, or that they have not the right. */
export function refusedTo(attempt: Attempt, { status, body }: Answer): string | undefined {
  if (attempt.by === 'path')
    return status === 404 || status === 403 ? undefined : 'was not refused as unknown'
  if (attempt.by === 'body')
    return status >= 400 && status < 500 ? undefined : 'took a reference to a foreign record'
  if (attempt.by === 'query' && status === 200)
    return isEmpty(body) ? undefined : 'found something by a foreign word or id'
  return status < 500 ? undefined : 'failed'
}

const isEmpty = ({ results }: { results?: unknown[] }) => results === undefined || results.length === 0

/** Every row of a tenant in every table that has one, as one hash a table. */
export async function fingerprint(
  server: TestServer,
  organizationId: number,
): Promise<Record<string, string>> {
  const tables = await server.sql<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
     where n.nspname in ('app', 'auth', 'search') and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  const hashes: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await server.sql<{ hash: string }>(
      `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as hash from ${name} t where organization_id = $1`,
      [organizationId],
    )
    hashes[name] = row?.hash ?? ''
  }
  return hashes
}
