// Loaded before the product: writes down each TCP connection that it was handed, so that a checker can tell one that was
// cut from one that never came in. In a file and at once, because the process is about to end.
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import type { Socket } from 'node:net'

const file = process.env.FAULTS_ACCEPTED
if (!file) throw new Error('FAULTS_ACCEPTED names the file that accepted connections are written to')

subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket }
  appendFileSync(file, `${socket.remotePort} ${Date.now()}\n`)
})
