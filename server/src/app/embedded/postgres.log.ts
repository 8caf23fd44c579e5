import { copyFileSync, readFileSync, statSync, truncateSync } from 'node:fs'

const limitBytes = 10 * 1024 * 1024

/** Size in bytes, 0 for a log that does not exist. */
export const logSize = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** Keeps at most two files of 10 MB; PostgreSQL appends, so it goes on at the start of the emptied one. */
export function capLog(file: string) {
  if (logSize(file) < limitBytes) return
  copyFileSync(file, `${file}.1`)
  truncateSync(file)
}

/** The last lines that were written after `offset` bytes. */
export const logSince = (file: string, offset: number) =>
  readFileSync(file).subarray(offset).toString().trim().split('\n').slice(-15).join('\n')
