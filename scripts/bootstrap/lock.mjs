import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { step } from './step.mjs'

/** State and start time of a process; the start time tells a process from a later one with the same number. */
function processStat(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return { state: fields[0], started: fields[19] }
  } catch {
    return undefined
  }
}

function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code === 'ESRCH') return false
  }
  if (process.platform !== 'linux') return true
  const stat = processStat(pid)
  return stat !== undefined && stat.state !== 'Z' && stat.started === started
}

function readOwner(lock) {
  try {
    return JSON.parse(readFileSync(join(lock, 'owner.json'), 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Renaming a folder is atomic and fails on a folder that is not empty: whoever succeeds holds the name. */
function tryRename(from, to, harmless = ['ENOTEMPTY', 'EEXIST']) {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (harmless.includes(error.code)) return false
    throw error
  }
}

async function acquire(lock, draft) {
  while (!tryRename(draft, lock)) {
    const owner = readOwner(lock)
    if (owner && isAlive(owner)) {
      await step(`waiting for another start in this folder (pid ${owner.pid})`, async () => {
        while (isAlive(owner) && readOwner(lock)?.id === owner.id) await sleep(100)
      })
    } else if (owner) {
      // The dead owner's id is the new name, and it stays: of two who see the same dead lock only one can move it.
      tryRename(lock, `${lock}.dead-${owner.id}`, ['ENOTEMPTY', 'EEXIST', 'ENOENT'])
    }
    await sleep(20)
  }
}

/** Runs `work` while no other bootstrap works in the same folder; the lock of a killed one is taken over. */
export async function withLock(root, work) {
  const lock = join(root, '.tmp/bootstrap.lock')
  const id = `${process.pid}-${Date.now()}`
  const draft = `${lock}.draft-${id}`
  mkdirSync(draft, { recursive: true })
  const owner = { id, pid: process.pid, started: processStat(process.pid)?.started }
  writeFileSync(join(draft, 'owner.json'), JSON.stringify(owner))
  const release = () => {
    rmSync(draft, { recursive: true, force: true })
    if (readOwner(lock)?.id === id && tryRename(lock, draft)) rmSync(draft, { recursive: true, force: true })
  }
  process.on('exit', release)
  try {
    await acquire(lock, draft)
    return await work()
  } finally {
    release()
    process.off('exit', release)
  }
}
