import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { startTestServer } from '../../../test/harness.ts'

const servers: { close(): Promise<void> }[] = []
afterAll(() => Promise.allSettled(servers.map((server) => server.close())))

async function start() {
  const server = await startTestServer()
  return { server, port: Number(new URL(server.url).port) }
}

test('a connection that was opened and has asked nothing does not hold up the end', async () => {
  const { server, port } = await start()
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  const began = performance.now()
  await server.close()
  expect(performance.now() - began).toBeLessThan(5000)
  silent.destroy()
})

test('what runs when the end begins is answered, and what comes after it is not taken', async () => {
  const { server } = await start()
  const { administrator } = server.tenant
  const running = Array.from({ length: 20 }, (_, n) =>
    administrator.post('/api/v1/teams/', { name: `Team ${n}` }),
  )
  await sleep(10)
  await server.close()
  const answers = await Promise.allSettled(running)
  const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 'cut'))
  expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([])
  expect(statuses).toContain(201)
  await expect(administrator.get('/api/v1/teams/')).rejects.toThrow()
})

test('nobody is answered while the door closes, since who is answered comes back and would stand before it', async () => {
  const { server, port } = await start()
  const { administrator } = server.tenant
  await administrator.get('/api/v1/teams/')
  // Newcomers hold the door open.
  const newcomers: Socket[] = []
  const coming = setInterval(() => newcomers.push(connect(port, '127.0.0.1').on('error', () => {})), 10)
  const end = server.close()
  await sleep(300)
  expect((await administrator.get('/api/v1/teams/')).status).toBe(200)
  clearInterval(coming)
  await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await end
  for (const newcomer of newcomers) newcomer.destroy()
})
