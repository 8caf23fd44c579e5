import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { IntegrationName } from './world/world.ts'

/** What a demo's folder says of itself, so that others find the one that runs. */
export interface Demo {
  seed: number
  seededAt: string
  /** Of everybody in it. */
  password: string
  /** Where it listens, while it runs. */
  url: string | null
  integrations: Record<IntegrationName, { id: number; key: string }>
  clients: Record<string, number>
  teams: Record<string, number>
  majorIncidentId: number
}

const MARK = 'demo.json'
const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Never the folder of the product itself. */
export const demoFolder = (env: NodeJS.ProcessEnv = process.env) =>
  resolve(ROOT, env.WATCHDESK_DEMO_DIR ?? '.data-demo')

/** The finished demo in a folder; null where there is none, or one whose seeding was cut short. */
export async function readDemo(folder: string): Promise<Demo | null> {
  const file = join(folder, MARK)
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Demo | null) : null
}

export async function writeDemo(folder: string, demo: Demo) {
  const file = join(folder, MARK)
  // It holds the password.
  await writeFile(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** An empty folder that is marked as a demo's; what is not marked so is not ours to empty. */
export async function emptyFolder(folder: string) {
  if (existsSync(folder) && !existsSync(join(folder, MARK)))
    throw new Error(`${folder} is there already and no demo's: name another in WATCHDESK_DEMO_DIR.`)
  await removeDemo(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, MARK), 'null\n', { mode: 0o600 })
}

/** The database lies elsewhere where root runs the product, and the folder holds a link to it. */
export async function removeDemo(folder: string) {
  const database = await realpath(join(folder, 'postgres')).catch(() => null)
  for (const path of [database, folder]) if (path) await rm(path, { recursive: true, force: true })
}
