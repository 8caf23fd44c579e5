import { setImmediate } from 'node:timers/promises'

interface Waiting<Item, Answer> {
  item: Item
  resolve(answer: Answer): void
  reject(error: unknown): void
}

export interface GroupRules<Item, Answer> {
  /** The most that a group may weigh; an item that is heavier goes alone. */
  most: number
  weigh(item: Item): number
  /** Takes a group at once: all of it or none. @returns an answer for each item, in their order */
  take(items: Item[]): Promise<Answer[]>
  /** Whether the failure of a group may be the fault of one of its items. */
  isOfOne(error: unknown): boolean
}

/**
 * Group commit: while a group of its line is taken, what arrives waits and is taken together in the next one, in the order
 * it came. With nothing under way an item waits for no more than the others that the same moment brought.
 */
export function createGroups<Item, Answer>({ most, weigh, take, isOfOne }: GroupRules<Item, Answer>) {
  const lines = new Map<string, Waiting<Item, Answer>[]>()

  /** The first of a line, as many as may go together. */
  function nextOf(line: Waiting<Item, Answer>[]) {
    let weight = 0
    const tooMany = line.findIndex(({ item }, index) => {
      weight += weigh(item)
      return index > 0 && weight > most
    })
    return line.splice(0, tooMany === -1 ? line.length : tooMany)
  }

  async function settle(group: Waiting<Item, Answer>[]) {
    try {
      const answers = await take(group.map(({ item }) => item))
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer)
    } catch (error) {
      if (group.length > 1 && isOfOne(error)) for (const one of group) await settle([one])
      else for (const { reject } of group) reject(error)
    }
  }

  async function work(name: string, line: Waiting<Item, Answer>[]) {
    await setImmediate()
    while (line.length > 0) await settle(nextOf(line))
    lines.delete(name)
  }

  /** @param name of the line; lines do not wait for each other */
  return (name: string, item: Item): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject }
      const line = lines.get(name)
      if (line) line.push(waiting)
      else {
        const begun = [waiting]
        lines.set(name, begun)
        void work(name, begun)
      }
    })
}
