import { type AddressInfo, createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { eventually } from './harness.ts'

export interface Letterbox {
  url: string
  /** The newest letter to this address, whole; waits for it. */
  letterTo(address: string): Promise<string>
  count(address: string): number
  /** How many of the next letters are refused for now. */
  refuse(letters: number): void
  close(): Promise<void>
}

/** A mail server that keeps what it is sent. */
export async function openLetterbox(): Promise<Letterbox> {
  const letters: { to: string; text: string }[] = []
  let refusals = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusals-- > 0) return done(Object.assign(new Error('Come back later'), { responseCode: 451 }))
        const text = decode(Buffer.concat(chunks).toString('utf8'))
        for (const { address } of session.envelope.rcptTo) letters.push({ to: address, text })
        done()
      })
    },
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const of = (address: string) => letters.filter(({ to }) => to === address)
  return {
    url: `smtp://127.0.0.1:${port}`,
    letterTo: async (address) =>
      (await eventually(`a letter to ${address}`, async () => of(address).at(-1), 30_000)).text,
    count: (address) => of(address).length,
    refuse: (count) => {
      refusals = count
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}

/** Soft line breaks and =3D of quoted-printable, which is how long lines travel. */
const decode = (text: string) =>
  text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
