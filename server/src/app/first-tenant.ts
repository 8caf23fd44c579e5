import { randomBytes } from 'node:crypto'
import { createTenant, hasAnyone } from '../modules/core/index.ts'
import { systemClock } from '../platform/clock.ts'
import { createPool, type DatabaseAddress } from '../platform/database.ts'
import { createDoor } from '../platform/unit-of-work.ts'
import type { Config } from './config.ts'
import { subscribersByEvent } from './modules.ts'

/** On an empty database: the first organization and its administrator. @returns what to tell them, once */
export async function ensureFirstTenant(
  { admin, publicUrl }: Config,
  address: DatabaseAddress,
): Promise<string | null> {
  const pool = createPool(address, { size: 2, name: 'set-up' })
  try {
    const door = createDoor({
      pool,
      clock: systemClock,
      subscribers: subscribersByEvent(),
      onCommit: () => {},
    })
    if (await hasAnyone(door)) return null
    const password = admin.password ?? randomBytes(12).toString('base64url')
    const email = `${admin.username.split('@')[0]}@${new URL(publicUrl).hostname}`
    const administrator = { username: admin.username, email, password, isSuperuser: true }
    await createTenant(door, { name: 'My organization', administrator })
    const shown = admin.password ? 'the password you set' : `the password ${password} (shown this once)`
    return `Sign in as ${admin.username} with ${shown}`
  } finally {
    await pool.end()
  }
}
