import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasCode, readIfThere } from './file.reading.ts'
import { identifyProcess, isAlive, type ProcessIdentity } from './process.identity.ts'

const attempts = 100

function readOwner(lock: string): ProcessIdentity | undefined {
  const owner = readIfThere(join(lock, 'owner.json'))
  return owner && JSON.parse(owner)
}

/** Renaming a folder is atomic and fails on one that is not empty: whoever succeeds holds the name. */
function tryRename(from: string, to: string, ...harmless: string[]) {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST', ...harmless)) return false
    throw error
  }
}

export function isLocked(home: string): boolean {
  const owner = readOwner(join(home, 'lock'))
  return owner !== undefined && isAlive(owner)
}

/** Throws when a living Watchdesk holds the lock in `home`; otherwise returns the dead owner, if there is one. */
export function refuseIfLocked(home: string): ProcessIdentity | undefined {
  const owner = readOwner(join(home, 'lock'))
  if (!owner || !isAlive(owner)) return owner
  throw new Error(
    `Watchdesk runs already on the database in ${home} (pid ${owner.pid}). ` +
      'Stop it first, or give this one a DATA_DIR of its own.',
  )
}

/**
 * The dead owner is in the new name, and the last such folder stays: of two starts that find the same dead lock
 * only one can move it, so neither takes away what the other has just acquired.
 */
function setAsideDeadLock(home: string, dead: ProcessIdentity) {
  const name = `lock.dead-${dead.pid}-${dead.started}`
  if (!tryRename(join(home, 'lock'), join(home, name), 'ENOENT')) return
  const older = readdirSync(home).filter((entry) => entry.startsWith('lock.dead-') && entry !== name)
  for (const entry of older) rmSync(join(home, entry), { recursive: true, force: true })
}

export function takeLock(home: string): () => void {
  const lock = join(home, 'lock')
  const draft = join(home, `lock.${process.pid}`)
  mkdirSync(draft, { recursive: true })
  try {
    writeFileSync(join(draft, 'owner.json'), JSON.stringify(identifyProcess(process.pid)))
    for (let attempt = 1; !tryRename(draft, lock); attempt++) {
      const dead = refuseIfLocked(home)
      if (dead) setAsideDeadLock(home, dead)
      if (attempt > attempts) throw new Error(`The lock ${lock} cannot be taken over: remove it by hand.`)
    }
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
  // Moved before it is removed, so that nobody ever meets half a lock.
  return () => {
    renameSync(lock, draft)
    rmSync(draft, { recursive: true, force: true })
  }
}
