// Watch mode: the server restarts and the page reloads on every change. Open the address that the web prints.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const graceMilliseconds = 15_000
const api = `http://127.0.0.1:${process.env.PORT || 8000}`
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
const running = new Map()
let stopping = false

/** Each in a group of its own: Ctrl-C reaches it once, from here, so that the server can end in order. */
function launch(name, args, options) {
  const env = { ...process.env, ...colours, WATCHDESK_API: api }
  const stdio = ['ignore', 'pipe', 'pipe']
  const child = spawn(process.execPath, args, { stdio, detached: true, env, ...options })
  running.set(name, child)
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(6)} | ${line}`))
  }
  child.on('exit', (code) => {
    running.delete(name)
    if (!stopping) {
      console.log(`${name.padEnd(6)} | ended by itself (exit code ${code}), so the rest stops too`)
      process.exitCode = 1
      stopAll('SIGTERM')
    }
  })
}

function killAll() {
  for (const child of running.values()) {
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch (error) {
      if (error.code !== 'ESRCH') throw error
    }
  }
}

/** A second Ctrl-C does not wait. */
function stopAll(signal) {
  if (stopping) return killAll()
  stopping = true
  for (const child of running.values()) child.kill(signal)
  setTimeout(killAll, graceMilliseconds).unref()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stopAll)
launch('server', ['--watch', '--watch-preserve-output', 'server/src/main.ts', 'start'], { cwd: root })
launch('web', [join(root, 'node_modules/vite/bin/vite.js'), '--port', '5173', '--strictPort'], {
  cwd: join(root, 'web'),
})
