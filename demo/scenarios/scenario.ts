import { setTimeout as sleep } from 'node:timers/promises'
import type { Link } from '../links.ts'
import { peopleOf, type RunningDemo } from '../people.ts'
import { makeWorld, type World } from '../world/world.ts'

/** What a scenario plays with. */
export interface Play {
  demo: RunningDemo
  world: World
  people: ReturnType<typeof peopleOf>
  /** How many alerts or reports; null: as many as the scenario thinks fit. */
  count: number | null
  say(line: string): void
  show(link: Link): void
  /** So many seconds of the scenario. */
  wait(seconds: number): Promise<unknown>
}

export interface Scenario {
  title: string
  play(play: Play): Promise<void>
}

export interface PlayOptions {
  count: number | null
  /** So many times as fast. */
  speed: number
  say(line: string): void
}

export function preparePlay(demo: RunningDemo, { count, speed, say }: PlayOptions): Play {
  return {
    ...{ demo, count, say },
    world: makeWorld(demo.seed),
    people: peopleOf(demo),
    show: ({ title, page }) => say(`${title}: ${demo.url}${page}`),
    wait: (seconds) => sleep((seconds * 1000) / speed),
  }
}
