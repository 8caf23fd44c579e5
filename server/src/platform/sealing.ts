import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

const FORM = 'v1'

/** Keeps what lies in the database unreadable for whoever has the database alone. */
export interface Sealing {
  /** Names the key without telling it. */
  keyId: string
  /** @param about whose secret it is, so that it opens nowhere else */
  seal(purpose: string, about: string, secret: string): string
  /** Throws where it was sealed by another key, for another purpose or for somebody else. */
  open(purpose: string, about: string, sealed: string): string
  /** 32 bytes of the key's, for this purpose alone. */
  derive(purpose: string): Buffer
}

/** @param key the installation's, 32 bytes that the database never sees */
export function createSealing(key: Buffer): Sealing {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `watchdesk ${purpose}`, 32))
  const keyId = createHash('sha256').update(derive('key id')).digest('hex').slice(0, 16)

  function seal(purpose: string, about: string, secret: string) {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', derive(purpose), nonce).setAAD(Buffer.from(about))
    const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `${FORM}.${keyId}.${sealed.toString('base64url')}`
  }

  function open(purpose: string, about: string, sealed: string) {
    const [form, sealedBy, text = ''] = sealed.split('.')
    if (form !== FORM || sealedBy !== keyId) throw new Error(`this was sealed by the key ${sealedBy}`)
    const bytes = Buffer.from(text, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', derive(purpose), bytes.subarray(0, 12), {
      authTagLength: 16,
    })
    decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
  }

  return { keyId, seal, open, derive }
}
