import { unprocessable } from '../../platform/errors.ts'
import type { Values } from '../../platform/resource/rows.ts'
import { cleanName, endingOf } from './file.names.ts'

/** Refuses a new name that would deceive: another ending, or signs that a name of ours does not have. */
export function checkRename(old: string, { filename }: Values) {
  if (typeof filename !== 'string') return
  if (cleanName(filename) !== filename) throw refuse('holds signs that do not fit into the name of a file')
  if (endingOf(filename) !== endingOf(old)) throw refuse(`must keep its ending .${endingOf(old)}`)
}

function refuse(detail: string) {
  return unprocessable(`filename: ${detail}`, [{ field: 'filename', code: 'invalid', detail }])
}
