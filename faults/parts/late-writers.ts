import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '../load/session.ts'
import type { Random } from '../random.ts'
import type { Cluster } from '../stack/cluster.ts'

const RECORDS = 20
const LATE_EVERY = 5

const RECORD = `
  insert into app.ledger (organization_id, actor_kind, actor_name, event, subject_kind, subject_id, before, after)
  select organization_id, 'system', 'late', 'incident.updated', 'incident', id, '{}', jsonb_build_object('title', $2::text)
  from app.incidents where id = $1`
const CHANGE = `
  update app.incidents set title = $2, version = version + 1, updated_at = app.now() where id = $1`

/** Sessions that take their place in the ledger early and commit late, so that commits come out of order. */
export async function startLateWriters(cluster: Cluster, people: Session, random: Random, sessions: number) {
  let isRunning = true
  let late = 0

  async function write(number: number, ids: number[]) {
    const chance = random.fork(`late ${number}`)
    const session = await cluster.session()
    for (let n = 1; isRunning; n++) {
      const isLate = n % LATE_EVERY === 0
      const change = [chance.pick(ids), `late-${number}-${n}`]
      await session.query('begin')
      await session.query(RECORD, change)
      await session.query(CHANGE, change)
      await sleep(isLate ? chance.between(50, 300) : chance.between(0, 5))
      await session.query('commit')
      if (isLate) late++
    }
    await session.end()
  }

  const writing: Promise<void>[] = []
  for (let number = 0; number < sessions; number++) writing.push(write(number, await openIncidents(people)))
  const written = Promise.all(writing)
  // Told of when it is awaited.
  written.catch(() => {})
  return {
    count: () => late,
    stop: async () => {
      isRunning = false
      await written
    },
  }
}

/** Records of its own, so that no session waits for another's commit. */
async function openIncidents(people: Session): Promise<number[]> {
  const ids: number[] = []
  for (let n = 0; n < RECORDS; n++) {
    const made = await people.must<{ id: number }>('POST', '/api/v1/incidents/', {
      title: 'to be changed late',
    })
    ids.push(made.id)
  }
  return ids
}
