import { sql } from 'kysely'
import { readerOf, systemContext } from '../../../platform/context.ts'
import { overloaded } from '../../../platform/errors.ts'
import type { RecordRead } from '../../../platform/resource/resource.ts'
import type { Door } from '../../../platform/unit-of-work.ts'

interface Waiting {
  row: object
  isRecorded: PromiseWithResolvers<void>
}

/** All organizations together; more would be remembered than could be written soon. */
const MOST_WAITING = 10_000
const AT_ONCE = 500

/** Those that come while a batch of their organization is on its way share the next one. */
export function createAccessRecorder(door: Pick<Door, 'aside'>): RecordRead {
  const queues = new Map<number, Waiting[]>()
  let waiting = 0

  return (ctx, access) => {
    if (waiting >= MOST_WAITING)
      return Promise.reject(overloaded('Too many reads wait to be recorded; try again shortly.'))
    waiting++
    const { organizationId, requestId, address } = ctx
    const reader = readerOf(ctx)
    const row = {
      ...{ actor_kind: reader.kind, actor_id: reader.id, actor_name: reader.name },
      seen_as_id: ctx.viewer ? ctx.actor.id : null,
      ...{ request_id: requestId, address, action: access.action },
      ...{ subject_kind: access.kind, subject_id: access.id ?? null, query: access.query ?? {} },
    }
    const isRecorded = Promise.withResolvers<void>()
    const queue = queues.get(organizationId)
    if (queue) queue.push({ row, isRecorded })
    else {
      const own = [{ row, isRecorded }]
      queues.set(organizationId, own)
      void empty(organizationId, own)
    }
    return isRecorded.promise
  }

  async function empty(organizationId: number, queue: Waiting[]) {
    while (queue.length > 0) {
      const batch = queue.splice(0, AT_ONCE)
      try {
        await door.aside(systemContext(organizationId, 'access records'), insertion(organizationId, batch))
        for (const { isRecorded } of batch) isRecorded.resolve()
      } catch {
        const refusal = overloaded(
          'This read could not be recorded, so it is not answered; try again shortly.',
        )
        for (const { isRecorded } of batch) isRecorded.reject(refusal)
      }
      waiting -= batch.length
    }
    queues.delete(organizationId)
  }
}

/** One text for batches of any size. */
const insertion = (organizationId: number, batch: Waiting[]) =>
  sql`insert into access_records (organization_id, actor_kind, actor_id, actor_name, seen_as_id, request_id, address,
      action, subject_kind, subject_id, query)
    select ${organizationId}, r.* from jsonb_to_recordset(${JSON.stringify(batch.map(({ row }) => row))}::jsonb)
      as r (actor_kind text, actor_id bigint, actor_name text, seen_as_id bigint, request_id text, address inet,
        action text, subject_kind text, subject_id bigint, query jsonb)`
