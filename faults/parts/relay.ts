import type { Inspector } from '../stack/cluster.ts'
import { timeUntil } from './part.ts'

const RELAY_LOCK = 0x57_44_01
const FOLLOWED_MS = 10_000

/** The session that seals the stream; undefined between two of them. */
export async function relaySession({ sql }: Inspector): Promise<number | undefined> {
  const [row] = await sql<{ pid: number }>(
    `select pid from pg_locks where locktype = 'advisory' and granted and objid = $1 and objsubid = 1`,
    [RELAY_LOCK],
  )
  return row?.pid
}

/** Whether `blow` ended the relay, and another one has followed. */
export async function endsRelay(cluster: Inspector, blow: (session: number) => unknown): Promise<boolean> {
  const before = await relaySession(cluster)
  if (before === undefined) return false
  await blow(before)
  const after = await timeUntil(FOLLOWED_MS, async () => {
    const now = await relaySession(cluster)
    return now !== undefined && now !== before
  })
  return after !== undefined
}
