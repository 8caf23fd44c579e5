import { ReadableStream } from 'node:stream/web'
import { fileTypeFromStream } from 'file-type'
import { unprocessable } from '../../platform/errors.ts'
import { endingOf } from './file.names.ts'
import { ENDINGS, typeOfEnding } from './file.types.ts'
import { piecesOf, type Spooled } from './spool.ts'

const LOOK = 16 * 1024
const LARGEST_LOOK = 1024 * 1024

/**
 * What the file is: its name's ending must be one of those allowed, and its content must be what the ending says.
 * What the sender calls its type counts for nothing.
 * @returns the type it is served as
 */
export async function checkFile(file: Spooled, name: string): Promise<string> {
  if (file.size === 0) throw refuse('empty', 'is empty')
  const ending = endingOf(name)
  const type = typeOfEnding(ending)
  if (!type)
    throw refuse(
      'type',
      `must have a name that ends in one of ${ENDINGS.join(', ')}, not "${ending || name}"`,
    )
  const found = await magicOf(file)
  const isRight =
    found === undefined ? type.magic.length === 0 && (await isText(file)) : type.magic.includes(found)
  if (!isRight) throw refuse('type', `is called .${ending}, but its content is ${found ?? 'something else'}`)
  return type.mime
}

async function magicOf(file: Spooled) {
  const stream = ReadableStream.from(piecesOf(file, LOOK))
  try {
    return (await fileTypeFromStream(stream, { maxBufferSize: LARGEST_LOOK }))?.ext
  } catch {
    return 'broken' // what the detector cannot read to its end is not what its first bytes promise
  }
}

/** Without NUL, or in UTF-16, which says so at its start. */
async function isText({ handle, holdsNul }: Spooled) {
  if (!holdsNul) return true
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
  return buffer.equals(Buffer.from([0xff, 0xfe])) || buffer.equals(Buffer.from([0xfe, 0xff]))
}

function refuse(code: string, detail: string) {
  return unprocessable(`file: ${detail}`, [{ field: 'file', code, detail }])
}
