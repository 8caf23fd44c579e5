import { type ClientFrame, type ServerFrame, SUBPROTOCOL } from './frames.ts'
import { createReading } from './inflate.ts'

export interface Socket {
  send: (frame: ClientFrame) => void
  end: (code: number) => void
}

interface SocketEvents {
  onOpen: () => void
  onFrame: (frame: ServerFrame) => void
  /** Once, whoever ended it. */
  onEnd: (code: number) => void
}

const HEARTBEAT_MS = 25_000

/** One WebSocket from birth to end. Two missed heartbeats are an end too, though nobody closed it. */
export function openSocket(url: string, { onOpen, onFrame, onEnd }: SocketEvents): Socket {
  const socket = new WebSocket(url, SUBPROTOCOL)
  let heartbeatMs = HEARTBEAT_MS
  let silence: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  function end(code: number) {
    if (isOver) return
    isOver = true
    clearTimeout(silence)
    socket.close()
    onEnd(code)
  }
  function heard() {
    clearTimeout(silence)
    silence = setTimeout(end, heartbeatMs * 2, 0)
  }

  const reading = createReading(
    (frame) => {
      if (isOver) return
      if (frame.t === 'welcome') heartbeatMs = frame.heartbeat_s * 1000
      heard()
      onFrame(frame)
    },
    () => end(0),
  )

  socket.binaryType = 'arraybuffer'
  socket.onopen = onOpen
  // The goodbye, which says when to come back, may still wait behind a frame that is being inflated.
  socket.onclose = ({ code }) => reading.afterwards(() => end(code))
  socket.onmessage = ({ data }) => {
    if (!isOver) reading.read(data)
  }
  heard()
  return {
    end,
    send: (frame) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame)),
  }
}
