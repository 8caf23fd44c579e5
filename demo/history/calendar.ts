import type { Random } from '../../faults/random.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Where the desk sits is one hour ahead; summer time is nothing that such a story needs. */
const LOCAL = HOUR
const WEEKDAYS = [0.16, 1.35, 1.15, 1.05, 1, 0.85, 0.22]
const HOURS = [1, 1, 1, 1, 1, 2, 5, 14, 24, 26, 24, 20, 13, 18, 21, 19, 15, 10, 5, 3, 2, 2, 1, 1].map(
  (weight) => weight / 26,
)

const localHour = (at: number) => new Date(at + LOCAL).getUTCHours()
const localDay = (at: number) => new Date(at + LOCAL).getUTCDay()

/** Between the years and in high summer fewer people are there to report; the year's start has more. */
function season(at: number): number {
  const date = new Date(at + LOCAL)
  const [month, day] = [date.getUTCMonth(), date.getUTCDate()]
  if ((month === 11 && day >= 23) || (month === 0 && day <= 2)) return 0.3
  return [1.15, 1.05, 1, 1, 0.95, 0.95, 0.85, 0.75, 1.05, 1.05, 1.1, 1][month] ?? 1
}

/** Times at which people report, as they do: by weekday, hour and season. Machines do not mind. */
export function makeArrivals(random: Random, count: number, from: number, until: number): number[] {
  const times: number[] = []
  while (times.length < count) {
    const at = Math.floor(from + random.next() * (until - from))
    const chance = ((WEEKDAYS[localDay(at)] ?? 1) / 1.35) * (HOURS[localHour(at)] ?? 1) * (season(at) / 1.15)
    if (random.next() < chance) times.push(at)
  }
  return times.sort((a, b) => a - b)
}

const isOffice = (at: number) => localHour(at) >= 7 && localHour(at) < 18 && localDay(at) % 6 !== 0

/** The same time, or the next at which the office works, a little after it opens. */
export function inOffice(at: number, random: Random): number {
  let when = at
  while (!isOffice(when)) when += HOUR
  return when === at ? at : when - (when % HOUR) + random.between(5, 55) * MINUTE
}

/** Mostly short, at times long: how work takes. */
export const lasting = (random: Random, typical: number) =>
  Math.round(typical * Math.exp((random.next() + random.next() + random.next() - 1.5) * 1.4))
