import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'

/** The operating system's user that PostgreSQL runs as: it refuses to run as root. */
export interface ServerAccount {
  name: string
  uid: number
  gid: number
}

const setpriv = '/usr/bin/setpriv'

export const isRoot = () => process.getuid?.() === 0

function accounts(): ServerAccount[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  return lines.map((line) => {
    const [name = '', , uid, gid] = line.split(':')
    return { name, uid: Number(uid), gid: Number(gid) }
  })
}

/** For a new cluster: whoever starts Watchdesk, or in root's place `postgres`, else `nobody`. */
export function newAccount(): ServerAccount {
  const [uid, gid] = [process.getuid?.() ?? -1, process.getgid?.() ?? -1]
  if (uid !== 0) return { name: `user ${uid}`, uid, gid }
  const known = accounts()
  const found = ['postgres', 'nobody']
    .map((name) => known.find((account) => account.name === name))
    .find(Boolean)
  if (found) return found
  throw new Error('PostgreSQL does not run as root, and neither "postgres" nor "nobody" is in /etc/passwd.')
}

/** For an existing cluster: the owner of its folder. */
export function ownerOf(folder: string): ServerAccount {
  const { uid, gid } = statSync(folder)
  return accounts().find((account) => account.uid === uid) ?? { name: `user ${uid}`, uid, gid }
}

/**
 * The words that run a command as `account`. The kernel then interrupts it when this process dies, even by
 * kill -9 (it watches the thread that starts it: start it from the main one).
 */
export function commandAs(account: ServerAccount, command: string, args: string[]): [string, string[]] {
  if (!existsSync(setpriv)) {
    if (isRoot())
      throw new Error(
        `Root starts PostgreSQL as "${account.name}" by ${setpriv} (util-linux), which is missing.`,
      )
    return [command, args]
  }
  const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
  return [setpriv, [...(isRoot() ? identity : []), '--pdeathsig', 'INT', '--', command, ...args]]
}

/** Asks the kernel, so that modes, access lists and mounts all count. */
export function canEnter(account: ServerAccount, folder: string): boolean {
  const [command, args] = commandAs(account, 'test', ['-x', folder])
  return spawnSync(command, args, { cwd: '/' }).status === 0
}
