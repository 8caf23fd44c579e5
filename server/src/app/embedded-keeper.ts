import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/index.ts'

const MOST_RESTARTS = 5
const WITHIN_MS = 5 * 60_000

/**
 * An embedded PostgreSQL that is started again when it ends by itself: whoever is connected comes back to the same
 * socket. One that ends again and again is not hidden: then `died` resolves.
 */
export async function keepEmbeddedPostgres(
  options: Parameters<typeof startEmbeddedPostgres>[0],
): Promise<EmbeddedPostgres> {
  const first = await startEmbeddedPostgres(options)
  const died = Promise.withResolvers<Error>()
  const restarts: number[] = []
  let isStopping = false
  /** The running one, or the one that is being started. */
  let current = Promise.resolve(first)

  async function keep(server: EmbeddedPostgres) {
    const reason = await server.died
    if (isStopping) return
    const now = performance.now()
    if (restarts.filter((at) => now - at < WITHIN_MS).length >= MOST_RESTARTS) return died.resolve(reason)
    restarts.push(now)
    options.log(`${reason.message.split(';')[0]}. Starting it again`)
    current = server.stop().then(() => startEmbeddedPostgres(options))
    current.then(keep, (error: Error) => died.resolve(error))
  }

  keep(first)
  return {
    ...first,
    died: died.promise,
    stop: async () => {
      isStopping = true
      const last = await current.catch(() => undefined)
      await last?.stop()
    },
  }
}
