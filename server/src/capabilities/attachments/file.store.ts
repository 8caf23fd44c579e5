import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { userId } from '../../platform/resource/rows.ts'
import type { Door, Tx } from '../../platform/unit-of-work.ts'
import { piecesOf, type Spooled } from './spool.ts'

const PIECE = 256 * 1024

/** Writes the content piece by piece. @returns the file's id */
export async function storeFile(tx: Tx, file: Spooled, mime: string): Promise<number> {
  const { organizationId } = tx.ctx
  const { size, sha256 } = file
  const { id } = await tx.one(sql<{
    id: number
  }>`insert into files (organization_id, mime, size, sha256, created_by)
    values (${organizationId}, ${mime}, ${size}, ${sha256}, ${userId(tx)}) returning id`)
  let position = 0
  for await (const piece of piecesOf(file, PIECE)) {
    await tx.run(sql`insert into file_chunks (organization_id, file_id, position, bytes)
      values (${organizationId}, ${id}, ${position++}, ${piece})`)
  }
  return id
}

/** The content piece by piece, each in a transaction of its own: a slow reader holds no connection. */
export async function* readFile(door: Door, ctx: Context, id: number, size: number): AsyncGenerator<Buffer> {
  for (let position = 0; position * PIECE < size; position++) {
    const { bytes } = await door.read(ctx, (tx) =>
      tx.one(sql<{ bytes: Buffer }>`select bytes from file_chunks
        where file_id = ${id} and position = ${position}`),
    )
    yield bytes
  }
}
