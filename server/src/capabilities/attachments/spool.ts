import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem } from '../../platform/errors.ts'

/** A file as it was received. */
export interface Spooled {
  handle: FileHandle
  size: number
  sha256: string
  /** Which no text does, except in UTF-16. */
  holdsNul: boolean
}

/**
 * Takes a stream to this machine's disk, so that no connection to the database waits for a slow sender. The file there has
 * no name, so however this process ends it leaves nothing behind. Whoever calls closes the handle.
 */
export async function spool(source: AsyncIterable<Buffer>, most: number): Promise<Spooled> {
  const handle = await openNameless()
  try {
    const hash = createHash('sha256')
    let size = 0
    let holdsNul = false
    for await (const piece of source) {
      size += piece.length
      if (size > most) throw tooLarge(most)
      hash.update(piece)
      holdsNul ||= piece.includes(0)
      await handle.appendFile(piece)
    }
    return { handle, size, sha256: hash.digest('hex'), holdsNul }
  } catch (error) {
    await handle.close()
    throw isFull(error) ? new Problem(507, 'insufficient_storage', NO_ROOM) : error
  }
}

/** What was received, from its start, in pieces of at most so many bytes. */
export async function* piecesOf({ handle, size }: Spooled, most: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < size; ) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(most), 0, most, position)
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function openNameless() {
  const path = join(tmpdir(), `watchdesk-${randomUUID()}`)
  const handle = await open(path, 'wx+', 0o600)
  await unlink(path)
  return handle
}

const NO_ROOM = 'There is no room for the file just now; tell whoever runs this installation.'
const isFull = (error: unknown) => ['ENOSPC', 'EDQUOT'].includes((error as { code?: string }).code ?? '')

export function tooLarge(most: number) {
  const detail = `may have at most ${most} bytes`
  return new Problem(413, 'too_large', `file: ${detail}`, {
    errors: [{ field: 'file', code: 'too_large', detail }],
  })
}
