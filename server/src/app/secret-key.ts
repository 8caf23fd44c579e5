import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { createPool, type DatabaseAddress } from '../platform/database.ts'
import { createSealing, type Sealing } from '../platform/sealing.ts'
import type { Config } from './config.ts'

const BYTES = 32
type KeyConfig = Pick<Config, 'secretKey' | 'dataDir'>

export const KEY_FILE = 'secret.key'

/**
 * The installation's key, which the database never holds: WATCHDESK_SECRET_KEY, else the file `secret.key` of DATA_DIR,
 * made at the first start.
 */
export async function loadSecretKey({ secretKey, dataDir }: KeyConfig) {
  if (secretKey) return secretKey
  const file = join(dataDir, KEY_FILE)
  const read = () => readFile(file, 'utf8').then(keyOf, () => null)
  const key = (await read()) ?? (await makeKey(dataDir, file).then(read))
  if (!key)
    throw new Error(`${file} is no key of ${BYTES} bytes in base64: put the one of this installation back.`)
  return key
}

export function keyOf(text: string): Buffer | null {
  const key = Buffer.from(text.trim(), 'base64')
  return key.length === BYTES ? key : null
}

/** Whole or not at all: of two processes that start together one makes the key and both use it. */
async function makeKey(folder: string, file: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${randomBytes(BYTES).toString('base64')}\n`, { mode: 0o600 })
  await link(draft, file).catch((error: { code?: string }) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
}

/** What seals and opens this database's secrets. */
export async function openSealing(config: KeyConfig, address: DatabaseAddress): Promise<Sealing> {
  const sealing = createSealing(await loadSecretKey(config))
  const pool = createPool(address, { size: 1, name: 'keys', role: 'none' })
  try {
    await refuseOtherKey(pool, sealing.keyId)
  } finally {
    await pool.end()
  }
  return sealing
}

/** Two processes with two keys could not read each other's secrets. @param pool of the login role */
export async function refuseOtherKey(pool: pg.Pool, keyId: string) {
  await pool.query('insert into auth.sealing_key (key_id) values ($1) on conflict do nothing', [keyId])
  const { rows } = await pool.query<{ key_id: string }>('select key_id from auth.sealing_key')
  if (rows[0]?.key_id !== keyId)
    throw new Error(
      `This database's secrets are sealed by the key ${rows[0]?.key_id}, and this process has ${keyId}: ` +
        'give it the same WATCHDESK_SECRET_KEY or secret.key as the others (docs/operations.md).',
    )
}
