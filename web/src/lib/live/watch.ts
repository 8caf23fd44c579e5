const ACK_MS = 5000
const POLL_MS = 30_000

/** What the client does by the clock and by the network's state, from start to stop. */
export function createWatch({
  online,
  offline,
  ack,
  poll,
}: Record<'online' | 'offline' | 'ack' | 'poll', () => void>) {
  let timers: ReturnType<typeof setInterval>[] = []
  function stop() {
    removeEventListener('online', online)
    removeEventListener('offline', offline)
    for (const timer of timers) clearInterval(timer)
  }
  function start() {
    stop()
    addEventListener('online', online)
    addEventListener('offline', offline)
    timers = [setInterval(ack, ACK_MS), setInterval(poll, POLL_MS)]
  }
  return { start, stop }
}
