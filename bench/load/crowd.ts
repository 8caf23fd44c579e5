import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Stage } from '../stage.ts'
import type { Arrivals, Opening } from './sockets.ts'

const PROGRAM = fileURLToPath(new URL('sockets.ts', import.meta.url))
const PROCESSES = 2
const EACH = 5

export interface Crowd {
  /** Forgets what came so far. */
  forget(): Promise<void>
  report(): Promise<Arrivals[]>
}

/** Live clients in processes of their own, five to a person as the product allows. */
export async function openCrowd({ stack, api }: Stage, tokens: string[]): Promise<Crowd> {
  const children = Array.from({ length: PROCESSES }, () =>
    fork(PROGRAM, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  )
  stack.defer(async () => {
    for (const child of children) child.kill('SIGKILL')
  })
  const ask = async <Answer>(child: ChildProcess, message: Opening | 'report' | 'forget') => {
    const answer = once(child, 'message')
    child.send(message)
    return (await answer)[0] as Answer
  }
  const share = Math.ceil(tokens.length / PROCESSES)
  await Promise.all(
    children.map((child, at) =>
      ask(child, { url: api.url, tokens: tokens.slice(at * share, (at + 1) * share), each: EACH }),
    ),
  )
  return {
    forget: async () => void (await Promise.all(children.map((child) => ask(child, 'forget')))),
    report: () => Promise.all(children.map((child) => ask<Arrivals>(child, 'report'))),
  }
}
