import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { differences, followById, followLive, type ModelRow } from '../../server/test/live-model.ts'
import { judge } from '../check/verdict.ts'
import { openHistory } from '../history.ts'
import { signIn } from '../load/session.ts'
import { startLoad } from '../load/writers.ts'
import type { Inspector } from '../stack/cluster.ts'
import { type Api, childrenOf, startStack } from '../stack/stack.ts'
import { startLateWriters } from './late-writers.ts'
import { type Part, timeUntil } from './part.ts'
import { endsRelay } from './relay.ts'

const CLIENT_KILLS = 50
const RELAY_KILL_EVERY = 5
const LATE_WRITERS = 10
const SETTLE_MS = 15_000
const SHOWN = 'id::int, version, status, title'

/** A reader is killed and resumes while changes commit out of order and relays die; it ends with what the database has. */
export const liveFaults: Part = async ({ seed, random, events, folder, control, say }) => {
  await using stack = await startStack({ workers: 1 })
  const { cluster, apis } = stack
  const history = openHistory(join(folder, 'live.jsonl'))
  const run = `live${seed}`
  const urls = () => apis.map(({ url }) => url)
  const people = await signIn(urls)
  const { token } = people
  const load = await startLoad({ urls, history, random, writers: 2, run, pauseMs: 20 })
  const late = await startLateWriters(cluster, people, random, LATE_WRITERS)
  const reader = control === 'id-reader' ? readById(cluster) : readLive(() => random.pick(urls()), token)

  const faultsAt: number[] = []
  const kills = Math.min(CLIENT_KILLS, Math.ceil(events / 50))
  for (let kill = 1; kill <= kills; kill++) {
    while ((await countEvents(cluster)) < (events * kill) / (kills + 1)) await sleep(50)
    // One that has not come back yet has nothing to resume.
    await timeUntil(SETTLE_MS, async () => reader.isSettled())
    history.fault('reader killed')
    reader.kill()
    if (kill % RELAY_KILL_EVERY !== 0) continue
    const isGone = await endsRelay(cluster, async (session) => {
      if (kill % (2 * RELAY_KILL_EVERY) !== 0)
        return cluster.sql('select pg_terminate_backend($1)', [session])
      faultsAt.push(Date.now())
      return apis.toSorted((a, b) => a.child.startedAt() - b.child.startedAt())[0]?.child.kill()
    })
    if (isGone) history.fault('relay killed')
    say(`${kill} of ${kills} kills`)
  }
  while ((await countEvents(cluster)) < events) await sleep(50)
  await Promise.all([load.stop(), late.stop()])

  const wrong = async () => differences(reader.rows(), await cluster.sql<ModelRow>(`${TRUTH}`))
  await timeUntil(SETTLE_MS, async () => reader.isSettled() && (await wrong()).length === 0)
  const found = await wrong()
  await reader.stop()
  return await judge({
    ...{ part: 'live', run, database: cluster, children: childrenOf(stack), history, load, faultsAt },
    counted: {
      events: await countEvents(cluster),
      'committed late': late.count(),
      'out of order': await countInversions(cluster),
      ...reader.counted(),
    },
    failures:
      found.length > 0 ? [`the reader is wrong in ${found.length}: ${found.slice(0, 5).join('; ')}`] : [],
  })
}

const TRUTH = `select ${SHOWN} from app.incidents where deleted_at is null`

function readLive(url: Api['url'] | (() => string), token: string) {
  const model = followLive({
    ...{ url: typeof url === 'string' ? () => url : url, token: async () => token },
    ...{ topic: 'incidents', path: '/api/v1/incidents/' },
  })
  const counted = () => ({ resumed: model.stats.resumed, heard: model.stats.events })
  return { ...model, counted }
}

/** Negative control: it looks at the ledger by its ids. */
function readById({ sql }: Inspector) {
  const model = followById(sql, { kind: 'incident', table: 'app.incidents', columns: SHOWN })
  return { ...model, kill: () => {}, isSettled: () => true, counted: () => ({}) }
}

async function countEvents({ sql }: Inspector): Promise<number> {
  const [row] = await sql<{ n: number }>(
    `select count(*)::int as n from app.ledger where subject_kind = 'incident'`,
  )
  return row?.n ?? 0
}

/** Places in the stream whose change had taken its id before one that was sealed earlier. */
async function countInversions({ sql }: Inspector): Promise<number> {
  const [row] = await sql<{ n: number }>(`select count(*) filter (where ledger_id < newest)::int as n from (
    select ledger_id, max(ledger_id) over (order by position) as newest from app.ledger_seals) s`)
  return row?.n ?? 0
}
