import { test } from 'vitest'
import { startTestServer } from '../../../../test/harness.ts'
import { startRuntime } from '../../../app/runtime.ts'
import { createLogger } from '../../../platform/log.ts'
test('x', async () => {
  const server = await startTestServer()
  const config = { publicUrl: 'http://watchdesk.test', corsOrigins: [], trustProxy: [] }
  const runtime = await startRuntime(config, server.address, createLogger('silent'), server.clock)
  const url = await runtime.app.listen({ port: 0, host: '127.0.0.1' })
  const ab = new AbortController()
  const answer = await fetch(url + '/api/noc/stream/?topics=incidents', { signal: ab.signal, headers: { authorization: `Bearer ${server.tenant.administrator.token}` }})
  const rd = (async () => { for await (const part of answer.body!.pipeThrough(new TextDecoderStream())) console.log(part) })().catch((e) => console.log('ended', String(e)))
  await new Promise(r => setTimeout(r, 300))
  ab.abort()
  let t = performance.now()
  const lap = (w: string) => { console.log(w, Math.round(performance.now() - t)); t = performance.now() }
  runtime.app.server.getConnections((_, n) => console.log('connections', n))
  await runtime.app.live.close(); lap('live')
  await Promise.race([runtime.app.close(), new Promise(r => setTimeout(r, 3000))]); lap('app')
  runtime.app.server.getConnections((_, n) => console.log('connections', n))
}, 60_000)
