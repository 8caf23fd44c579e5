import { RE2JS, RE2JSException } from 're2js'
import type { Labels } from './event.ts'

/** One condition on a label, as Alertmanager's API writes it: `=` is equal, `!~` is neither equal nor plain. */
export type Matcher = { name: string; value: string; isRegex: boolean; isEqual: boolean }

/** What is wrong with a matcher; the message names it. */
export class MatcherError extends Error {}

const OPERATORS: Readonly<Record<string, Pick<Matcher, 'isRegex' | 'isEqual'>>> = {
  '=': { isRegex: false, isEqual: true },
  '!=': { isRegex: false, isEqual: false },
  '=~': { isRegex: true, isEqual: true },
  '!~': { isRegex: true, isEqual: false },
}

/** A name, bare or in quotes, and the operator; the rest is the value. */
const START = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s{}!=~,\\"'`]+))\s*(=~|!~|!=|=)/s

/** `severity=~"crit.*"`: one matcher, its value in quotes or bare, as Alertmanager reads it. Throws MatcherError. */
export function parseMatcher(text: string): Matcher {
  const [start, quoted, bare, operator = ''] = START.exec(text) ?? []
  const kind = OPERATORS[operator]
  if (start === undefined || !kind) throw new MatcherError(`bad matcher format: ${text.slice(0, 200)}`)
  return { name: bare ?? unescaped(quoted ?? ''), value: readValue(text.slice(start.length).trim()), ...kind }
}

/** One matcher, or a list in braces: `{a="b",c!="d"}`. Outside braces a comma belongs to the value. */
export function parseMatchers(text: string): Matcher[] {
  const list = text.trim()
  if (!list.startsWith('{')) return [parseMatcher(text)]
  if (!list.endsWith('}')) throw new MatcherError(`expected close brace: ${text.slice(0, 200)}`)
  return splitList(list.slice(1, -1)).map(parseMatcher)
}

/** Cuts at the commas outside quotes; one comma may trail. */
function splitList(list: string): string[] {
  const parts: string[] = []
  let part = ''
  for (const [token] of list.matchAll(/"(?:[^"\\]|\\.)*"|\\?./gs)) {
    if (token === ',') parts.push(part)
    part = token === ',' ? '' : part + token
  }
  return part.trim() === '' ? parts : [...parts, part]
}

function readValue(text: string): string {
  const isQuoted = text.startsWith('"')
  const inside = isQuoted ? /^"((?:[^"\\]|\\.)*)"$/s.exec(text)?.[1] : text
  if (inside === undefined || (!isQuoted && /(?<!\\)(?:\\\\)*"/.test(text)))
    throw new MatcherError(`matcher value contains unescaped double quote: ${text.slice(0, 200)}`)
  return unescaped(inside)
}

/** OpenMetrics' escapes; any other backslash stands for itself, so that `\d` needs no doubling. */
const unescaped = (text: string) =>
  text.replace(/\\([n"\\])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter))

/** Steps of a compiled regex. RE2 takes time in proportion to them, so this bounds what one match can cost. */
const MOST_STEPS = 2000

function compileRegex(value: string): RE2JS {
  const shown = JSON.stringify(value.slice(0, 200))
  try {
    // Alone first: `a)|(b` is no expression, though it becomes one between the anchors.
    RE2JS.compile(value)
    const regex = RE2JS.compile(`^(?:${value})$`)
    if (regex.programSize() <= MOST_STEPS) return regex
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new MatcherError(`invalid regular expression ${shown}: ${error.message}`)
  }
  throw new MatcherError(`invalid regular expression ${shown}: it is too large`)
}

function compile({ value, isRegex, isEqual }: Matcher): (text: string) => boolean {
  if (!isRegex) return (text) => (text === value) === isEqual
  const regex = compileRegex(value)
  return (text) => regex.test(text) === isEqual
}

/** True for labels that satisfy every matcher; a label that is absent is the empty string. Throws MatcherError for a bad regex. */
export function compileMatchers(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => ({ name: matcher.name, matches: compile(matcher) }))
  return (labels) =>
    tests.every(({ name, matches }) => matches((Object.hasOwn(labels, name) && labels[name]) || ''))
}

/** What is wrong with the matchers of a silence, in Alertmanager's words; null when nothing is. */
export function validateMatchers(matchers: readonly Matcher[]): string | null {
  if (matchers.length === 0) return 'at least one matcher required'
  let isSelective = false
  for (const [index, matcher] of matchers.entries()) {
    if (matcher.name === '') return `invalid label matcher ${index}: invalid label name ""`
    try {
      // Negative matchers count as selective whatever they match: Alertmanager takes `a!="b"` alone.
      if (!compile(matcher)('') || !matcher.isEqual) isSelective = true
    } catch (error) {
      if (!(error instanceof MatcherError)) throw error
      return `invalid label matcher ${index}: ${error.message}`
    }
  }
  return isSelective ? null : 'at least one matcher must not match the empty string'
}
