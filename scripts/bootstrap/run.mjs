import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { plainError } from './step.mjs'

const graceSeconds = 15
const running = new Map()
let interruption

/** The signal that asked this process to stop, if one did. */
export const interruptedBy = () => interruption

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes(error.code)) throw error
  }
}

function interrupt(signal) {
  if (running.size === 0) process.exit(1)
  interruption = signal
  for (const [child, stopSignal] of running) {
    signalGroup(child, stopSignal ?? signal)
    setTimeout(() => signalGroup(child, 'SIGKILL'), graceSeconds * 1000).unref()
  }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt)

/** Lets the kernel end the command with us: after a kill -9 no orphaned npm may write beside the next one. */
const setpriv = '/usr/bin/setpriv'
const tied = (signal) => (existsSync(setpriv) ? [setpriv, '--pdeathsig', signal.slice(3), '--'] : [])

/**
 * Runs a command without input, in a process group of its own: it gets each signal once, from here, and
 * leaves nothing behind. Resolves to its exit code (127 when it cannot be started) and all that it printed;
 * rejects when this process was asked to stop. `limitSeconds` ends it by force; `stopSignal` is for
 * commands that do not heed the signals that people send.
 */
export function run(command, args, { limitSeconds, stopSignal, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const [file, ...words] = [...tied(stopSignal ?? 'SIGTERM'), command, ...args]
    const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options })
    running.set(child, stopSignal)
    let output = ''
    let overdue
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    const finish = (code) => {
      running.delete(child)
      clearTimeout(overdue)
      if (interruption) reject(plainError(`stopped by ${interruption}`))
      else resolve({ code, output: output.trim() })
    }
    if (limitSeconds) {
      overdue = setTimeout(() => {
        output += `\nended after ${limitSeconds} s, the limit for this step\n`
        signalGroup(child, 'SIGKILL')
      }, limitSeconds * 1000)
    }
    child.on('error', (error) => {
      output += `${command}: ${error.message}`
      finish(127)
    })
    child.on('exit', (code) => {
      signalGroup(child, 'SIGKILL')
      // A process that left the group may still hold the pipe; its output is not worth waiting for.
      setTimeout(() => finish(code ?? 1), 1000).unref()
      child.on('close', () => finish(code ?? 1))
    })
  })
}
