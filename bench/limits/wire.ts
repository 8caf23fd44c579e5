/** PostgreSQL's messages, as far as a listener between client and server has to understand them. */
export interface Message {
  type: string
  body: Buffer
}

/** Cuts a stream into messages. @param hasStartup the first message has no type: a client's greeting */
export function createCutter(hasStartup: boolean) {
  let rest: Buffer = Buffer.alloc(0)
  let isFirst = hasStartup
  return (chunk: Buffer): Message[] => {
    const messages: Message[] = []
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    for (;;) {
      const head = isFirst ? 0 : 1
      if (rest.length < head + 4) break
      const end = head + rest.readUInt32BE(head)
      if (rest.length < end) break
      messages.push({
        type: isFirst ? 'startup' : String.fromCharCode(rest[0] ?? 0),
        body: rest.subarray(head + 4, end),
      })
      isFirst = false
      rest = rest.subarray(end)
    }
    return messages
  }
}

function reader(body: Buffer) {
  let at = 0
  const text = () => {
    const end = body.indexOf(0, at)
    const word = body.toString('utf8', at, end)
    at = end + 1
    return word
  }
  const short = () => {
    at += 2
    return body.readInt16BE(at - 2)
  }
  const skip = (bytes: number) => {
    at += bytes
  }
  const value = () => {
    const length = body.readInt32BE(at)
    at += 4
    if (length < 0) return null
    at += length
    return body.subarray(at - length, at)
  }
  return { text, short, skip, value }
}

const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make)

/** The greeting: who connects, to what, with which options. */
export function readStartup(body: Buffer): Record<string, string> {
  const { text, skip } = reader(body)
  skip(4)
  const settings: Record<string, string> = {}
  for (let name = text(); name !== ''; name = text()) settings[name] = text()
  return settings
}

/** `Q`: a simple query. */
export const queryText = (body: Buffer) => reader(body).text()

/** `P`: a statement's name and text. */
export function readParse(body: Buffer) {
  const { text } = reader(body)
  return { name: text(), text: text() }
}

/** `B`: which statement, with which values; binary ones as bytea is written. */
export function readBind(body: Buffer) {
  const { text, short, value } = reader(body)
  text()
  const statement = text()
  const formats = times(short(), short)
  const values = times(short(), value).map((bytes, index) => {
    const isBinary = (formats.length === 1 ? formats[0] : formats[index]) === 1
    return bytes && (isBinary ? `\\x${bytes.toString('hex')}` : bytes.toString('utf8'))
  })
  return { statement, values }
}

/** `T`: the names of the columns. */
export function readColumns(body: Buffer): string[] {
  const { text, short, skip } = reader(body)
  return times(short(), () => {
    const name = text()
    skip(18)
    return name
  })
}

/** `D`: one row. */
export function readRow(body: Buffer): (string | null)[] {
  const { short, value } = reader(body)
  return times(short(), value).map((bytes) => bytes?.toString('utf8') ?? null)
}
