import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

function readIfThere(file) {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** One hash over the names and contents of files below `root`; a missing file counts as such, `salt` as content. */
export function hashFiles(root, files, salt = '') {
  const hash = createHash('sha256').update(salt)
  for (const file of [...files].sort()) {
    const content = readIfThere(join(root, file))
    hash.update(`\0${file}\0${content?.length ?? 'missing'}\0`).update(content ?? '')
  }
  return hash.digest('hex')
}

export const readStamp = (file) => readIfThere(file)?.toString()

/** Written whole or not at all, so that an interrupted write never looks like a finished step. */
export function writeStamp(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, value)
  renameSync(draft, file)
}
