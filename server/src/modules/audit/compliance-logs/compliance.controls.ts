import { sql } from 'kysely'
import type { Subscriber, Tx } from '../../../platform/unit-of-work.ts'

interface Control {
  framework: string
  control_id: string
  title: string
}

const iso27001 = (control_id: string, title: string): Control => ({
  framework: 'ISO/IEC 27001:2022',
  control_id,
  title,
})
const ACCESS_RIGHTS = iso27001('A.5.18', 'Access rights')
const PERSONAL_DATA = iso27001('A.5.34', 'Privacy and protection of personal data')
export const LOGGING = iso27001('A.8.15', 'Logging')

/** Which control each of these events is evidence for. */
const CONTROLS: Record<string, Control> = {
  'user_role.created': ACCESS_RIGHTS,
  'user_role.updated': ACCESS_RIGHTS,
  'user_role.deleted': ACCESS_RIGHTS,
  'user_role.restored': ACCESS_RIGHTS,
  'user.limited': ACCESS_RIGHTS,
  'user.erased': PERSONAL_DATA,
}

export async function writeEvidence(
  tx: Tx,
  { framework, control_id, title }: Control,
  outcome: 'pass' | 'fail' | 'recorded',
  evidence: object,
) {
  await tx.run(sql`insert into compliance_logs (organization_id, framework, control_id, title, outcome, evidence)
    values (${tx.ctx.organizationId}, ${framework}, ${control_id}, ${title}, ${outcome}, ${JSON.stringify(evidence)}::jsonb)`)
}

/** Whoever did it stands in the audit trail, under the same request. */
export const complianceSubscribers: Record<string, Subscriber> = Object.fromEntries(
  Object.entries(CONTROLS).map(([event, control]): [string, Subscriber] => [
    event,
    (tx, { id, before, after }) =>
      writeEvidence(tx, control, 'recorded', {
        ...{ event, subject_id: id, before, after },
        ...{ actor_kind: tx.ctx.actor.kind, actor_id: tx.ctx.actor.id, request_id: tx.ctx.requestId },
      }),
  ]),
)
