import type { ServerFrame } from './frames.ts'

const FORMAT = 'deflate-raw'

/** What we tell the server that we can read besides text. */
export function capabilities(): { caps?: string[] } {
  try {
    new DecompressionStream(FORMAT)
    return { caps: ['deflate'] }
  } catch {
    return {}
  }
}

async function inflate(data: ArrayBuffer): Promise<string> {
  const inflated = new Response(data).body?.pipeThrough(new DecompressionStream(FORMAT))
  return new Response(inflated).text()
}

/**
 * Reads messages into frames, in the order they came: one that must be inflated, which takes a moment, holds up those behind it.
 * @param onBroken nothing may be read after it, since the cursor of a later frame would hide what was lost
 */
export function createReading(onFrame: (frame: ServerFrame) => void, onBroken: () => void) {
  let last: Promise<void> | undefined

  function parse(text: string) {
    let frame: ServerFrame
    try {
      frame = JSON.parse(text)
    } catch {
      return onBroken()
    }
    onFrame(frame)
  }
  async function inTurn(data: ArrayBuffer | string, before: typeof last) {
    const [text] = await Promise.allSettled([typeof data === 'string' ? data : inflate(data), before])
    if (text.status === 'fulfilled') parse(text.value)
    else onBroken()
  }
  return {
    read(data: ArrayBuffer | string) {
      if (typeof data === 'string' && !last) return parse(data)
      const mine = inTurn(data, last).finally(() => {
        if (last === mine) last = undefined
      })
      last = mine
    },
    /** Once all that came has been read. */
    afterwards(work: () => void) {
      if (last) last.finally(work)
      else work()
    },
  }
}
