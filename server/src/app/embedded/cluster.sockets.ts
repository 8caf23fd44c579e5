import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs'
import type { ClusterHome } from './cluster.home.ts'
import { shortHash } from './cluster.home.ts'
import { isRoot } from './server.account.ts'

/** A socket's path has at most 107 bytes, so its folder is a short one outside the home, named after it. */
export const socketFolderOf = (folder: string) =>
  `${isRoot() ? '/run' : '/tmp'}/watchdesk-${shortHash(folder)}`

export function openSocketFolder({ folder, account }: ClusterHome): string {
  const sockets = socketFolderOf(folder)
  mkdirSync(sockets, { recursive: true })
  const found = lstatSync(sockets)
  // Anyone may make a folder in /tmp, and whoever owns this one could pose as the database.
  if (!found.isDirectory() || ![process.getuid?.(), account.uid].includes(found.uid)) {
    throw new Error(
      `${sockets}, the folder for PostgreSQL's socket, belongs to user ${found.uid}: remove it.`,
    )
  }
  chmodSync(sockets, 0o700)
  if (isRoot()) chownSync(sockets, account.uid, account.gid)
  return sockets
}
