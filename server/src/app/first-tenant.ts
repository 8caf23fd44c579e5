import { createTenant, hasAnyone } from '../modules/core/operation.ts'
import type { Door } from '../platform/unit-of-work.ts'
import { generatePassword } from './admin.ts'
import type { Config } from './config.ts'

/** On an empty database: the first organization and its administrator. @returns what to tell them, once */
export async function ensureFirstTenant({ admin, publicUrl }: Config, door: Door): Promise<string | null> {
  if (await hasAnyone(door)) return null
  const password = admin.password ?? generatePassword()
  const email = `${admin.username.split('@')[0]}@${new URL(publicUrl).hostname}`
  const administrator = { username: admin.username, email, password, isSuperuser: true }
  await createTenant(door, { name: 'My organization', administrator })
  const shown = admin.password ? 'the password you set' : `the password ${password} (shown this once)`
  return `Sign in as ${admin.username} with ${shown}`
}
