import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Heads } from '../../../platform/ledger/seal.ts'

/** What is signed: where the chains of some organizations ended at a time. */
export interface SignedHeads extends Heads {
  at: string
}

/** An Ed25519 private key in the form that Node reads, but for its 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** @param seed 32 bytes that the database never sees */
export const signingKey = (seed: Buffer) =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })

/** In base64, for whoever keeps a copy of the file elsewhere. */
export const publicKeyOf = (key: KeyObject) =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')

/** One JSON line more. It begins with the line's end, so that a torn line before it spoils nothing. */
export async function appendHeads(file: string, key: KeyObject, heads: SignedHeads) {
  const signature = sign(null, Buffer.from(JSON.stringify(heads)), key).toString('base64')
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await appendFile(file, `\n${JSON.stringify({ ...heads, signature })}`, { mode: 0o600, flush: true })
}

/** Every head that was signed, oldest first, and the lines that this key did not sign. */
export async function readHeads(file: string, key: KeyObject) {
  const text = await readFile(file, 'utf8').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const trusted = createPublicKey(key)
  const signed: SignedHeads[] = []
  const foreign: number[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const heads = parse(line)
    if (!heads) continue
    const { signature, ...said } = heads
    if (verify(null, Buffer.from(JSON.stringify(said)), trusted, Buffer.from(String(signature), 'base64')))
      signed.push(said)
    else foreign.push(index + 1)
  }
  return { signed, foreign }
}

/** A line that was torn when the machine went down says nothing. */
function parse(line: string): (SignedHeads & { signature: string }) | null {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
