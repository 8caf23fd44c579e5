import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'

// Rows compress well at any level, and a backup of a busy system should leave it its cores.
const LEVEL = 3
const PIECE_BYTES = 4 * 1024 * 1024

export interface ArchiveWriter {
  json(name: string, content: unknown): Promise<void>
  /** The rows of one table, in pieces of a size that tar must know beforehand. */
  rows(table: string, chunks: AsyncIterable<Buffer>): Promise<void>
}

/** Writes an archive beside its place, for its owner alone, and moves it there when all of it is on the disk. @returns its size */
export async function writeArchive(
  file: string,
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<number> {
  if (await stat(file).catch(() => null))
    throw new Error(`${file} exists already; name a file that does not.`)
  const draft = `${file}.unfinished-${process.pid}`
  const tar = pack()
  const target = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true })
  const written = pipeline(tar, createGzip({ level: LEVEL }), target)
  try {
    const filled = fill(writerInto(tar)).then(() => tar.finalize())
    // A full disk ends the one and leaves the other waiting for ever.
    await Promise.race([filled, written])
    await Promise.all([filled, written])
    await rename(draft, file)
    await syncFolder(dirname(file))
    return (await stat(file)).size
  } catch (error) {
    tar.destroy()
    await written.catch(() => {})
    await rm(draft, { force: true })
    throw error
  }
}

function writerInto(tar: ReturnType<typeof pack>): ArchiveWriter {
  const entry = (name: string, content: Buffer) =>
    new Promise<void>((resolve, reject) => {
      tar.entry({ name, mode: 0o600 }, content, (error) => (error ? reject(error) : resolve()))
    })
  async function rows(table: string, chunks: AsyncIterable<Buffer>) {
    let number = 0
    let waiting: Buffer[] = []
    let size = 0
    const flush = async () => {
      const name = `tables/${table}/${String(++number).padStart(6, '0')}.copy`
      await entry(name, Buffer.concat(waiting))
      waiting = []
      size = 0
    }
    for await (const chunk of chunks) {
      waiting.push(chunk)
      size += chunk.length
      if (size >= PIECE_BYTES) await flush()
    }
    if (size > 0) await flush()
  }
  return { json: (name, content) => entry(name, Buffer.from(`${JSON.stringify(content, null, 1)}\n`)), rows }
}

async function syncFolder(folder: string) {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
