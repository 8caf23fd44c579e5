import type { JobTools } from '../../platform/module.ts'
import { forEachTenant } from '../../platform/tenants.ts'
import { verifyChain } from './chain/chain.verification.ts'
import { LOGGING, writeEvidence } from './compliance-logs/compliance.controls.ts'

/** Each night: does the chain hold? The signed heads lie where the worker may not be; `watchdesk verify-audit` has them. */
export const verifyTrails = ({ door }: JobTools) =>
  forEachTenant(door, async (ctx) => {
    const { rows, head, fault } = await door.read(ctx, verifyChain)
    const evidence = { check: 'the hash chain of the audit trail', rows, ...head, fault }
    await door.write(ctx, (tx) => writeEvidence(tx, LOGGING, fault ? 'fail' : 'pass', evidence))
  })
