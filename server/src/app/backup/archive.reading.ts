import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Entry, extract } from 'tar-stream'
import {
  HEADER,
  type Header,
  MANIFEST,
  type Manifest,
  parseHeader,
  parseManifest,
  type TableHeader,
} from './archive.format.ts'
import { createDigest, differenceOf } from './table.digest.ts'

export interface ArchiveVisitor {
  header?(header: Header): Promise<void>
  /** Must take all chunks. */
  table(table: TableHeader, chunks: AsyncIterable<Buffer>): Promise<void>
}

export interface Archive {
  header: Header
  manifest: Manifest
}

/** Walks an archive from front to end. Throws, with the table's name, at the first row that is not what was written. */
export async function readArchive(file: string, visitor: ArchiveVisitor): Promise<Archive> {
  await access(file)
  const tar = extract()
  // What goes wrong in here comes out of the walk.
  const fed = pipeline(createReadStream(file), createGunzip(), tar).catch(() => {})
  let place = 'its beginning'
  const entries = tar[Symbol.asyncIterator]()
  const damaged = (reason: string) => new Error(`The archive ${file} is damaged at ${place}: ${reason}.`)
  const next = async (): Promise<Entry | undefined> => {
    try {
      const { value, done } = await entries.next()
      return done ? undefined : value
    } catch (error) {
      throw damaged((error as Error).message)
    }
  }
  const json = async <T>(name: string, entry: Entry | undefined, parse: (text: string) => T): Promise<T> => {
    if (entry?.header.name !== name) throw damaged(`${name} is missing`)
    try {
      return parse((await buffer(entry)).toString())
    } catch (error) {
      throw damaged((error as Error).message)
    }
  }

  try {
    const header = await json(HEADER, await next(), parseHeader)
    await visitor.header?.(header)
    let entry = await next()
    const digests: Manifest['tables'] = {}
    for (const table of header.tables) {
      place = `table ${table.name}`
      const digest = createDigest()
      await visitor.table(table, chunksOf(table.name, digest.update))
      digests[table.name] = digest.result()
    }
    async function* chunksOf(table: string, pass: (chunk: Buffer) => void) {
      for (; entry?.header.name.startsWith(`tables/${table}/`); entry = await next()) {
        try {
          for await (const chunk of entry as AsyncIterable<Buffer>) {
            pass(chunk)
            yield chunk
          }
        } catch (error) {
          throw damaged((error as Error).message)
        }
      }
    }
    const manifest = await json(MANIFEST, entry, parseManifest)
    if (await next()) throw damaged('something follows its end')
    for (const name of new Set([...Object.keys(manifest.tables), ...Object.keys(digests)])) {
      place = `table ${name}`
      const difference = differenceOf(manifest.tables[name], digests[name])
      if (difference) throw damaged(`the table ${difference}`)
    }
    refuseFiltered(manifest)
    return { header, manifest }
  } finally {
    tar.destroy()
    await fed
  }

  /** The auth schema knows no row-level security: who can sign in must be among the people. */
  function refuseFiltered({ tables }: Manifest) {
    place = 'table app.users'
    const [people, accounts] = [tables['app.users']?.rows ?? 0, tables['auth.credentials']?.rows ?? 0]
    if (people < accounts)
      throw damaged(
        `it holds ${people} rows for ${accounts} accounts, so row-level security kept rows out of it`,
      )
  }
}

/** Reads all of it and compares every table with the manifest. */
export const verifyArchive = (file: string): Promise<Archive> =>
  readArchive(file, {
    table: async (_, chunks) => {
      for await (const _chunk of chunks);
    },
  })
