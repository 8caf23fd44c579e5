import {
  describeFinding,
  publicKeyOf,
  readHeads,
  signingKey,
  verifyAudit,
} from '../../modules/audit/index.ts'
import { createSealing } from '../../platform/sealing.ts'
import { loadSecretKey, refuseOtherKey } from '../secret-key.ts'
import { type Command, say } from './command.ts'
import { visitThroughDoor } from './visiting.ts'

export const verifyTrail: Command = ({ config }) =>
  visitThroughDoor(config, async ({ door, pool }) => {
    const sealing = createSealing(await loadSecretKey(config))
    await refuseOtherKey(pool, sealing.keyId)
    const key = signingKey(sealing.derive('ledger-head'))
    const { signed, foreign } = await readHeads(config.auditHeadsFile, key)
    say(`${config.auditHeadsFile}: ${signed.length} lines are signed; public key ${publicKeyOf(key)}`)
    for (const line of foreign) say(`line ${line} is not signed by this installation's key`)
    const findings = await verifyAudit(door, signed)
    for (const finding of findings) say(describeFinding(finding))
    const broken = findings.filter(({ fault }) => fault).length
    if (broken + foreign.length > 0)
      throw new Error(`The audit trail does not hold: ${broken} of ${findings.length} organizations.`)
    say(`The audit trail holds: ${findings.reduce((sum, { rows }) => sum + rows, 0)} rows.`)
  })
