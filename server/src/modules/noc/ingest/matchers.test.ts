import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMatchers, MatcherError, parseMatcher, parseMatchers, validateMatchers } from './matchers.ts'

const matcher = (operator: string, value: string, name = 'a') => ({
  name,
  value,
  isRegex: operator.includes('~'),
  isEqual: !operator.startsWith('!'),
})
const matches = (text: string, labels: Record<string, string>) => compileMatchers(parseMatchers(text))(labels)

describe('a matcher in text', () => {
  it.each([
    ['a=b', matcher('=', 'b')],
    ['a!=b', matcher('!=', 'b')],
    ['a=~b.*', matcher('=~', 'b.*')],
    ['a!~"b|c"', matcher('!~', 'b|c')],
    [' a = "b c" ', matcher('=', 'b c')],
    ['a=b,c=d', matcher('=', 'b,c=d')],
    ['a==b', matcher('=', '=b')],
    ['a=', matcher('=', '')],
    ['a=""', matcher('=', '')],
    [String.raw`a="say \"hi\"\n\\"`, matcher('=', 'say "hi"\n\\')],
    [String.raw`a=~"\d+"`, matcher('=~', String.raw`\d+`)],
    [String.raw`a=~"\\d+"`, matcher('=~', String.raw`\d+`)],
    [String.raw`a=b\"c`, matcher('=', 'b"c')],
    ['a="b\nc"', matcher('=', 'b\nc')],
    ["a='b'", matcher('=', "'b'")],
    ['"foo bar"="x"', matcher('=', 'x', 'foo bar')],
    ['service.name=x', matcher('=', 'x', 'service.name')],
    ['severity=~"crit.*"', matcher('=~', 'crit.*', 'severity')],
  ])('%j is read as Alertmanager reads it', (text, expected) => {
    expect(parseMatcher(text)).toEqual(expected)
  })

  it.each(['', 'alertname', '=x', '{}', 'a b=c', 'a="x', 'a=x"y', 'a="x"y"', 'a~b'])(
    '%j is refused, and the message quotes it',
    (text) => {
      expect(() => parseMatcher(text)).toThrow(MatcherError)
      expect(() => parseMatcher(text)).toThrow(text.replace(/^.*?=/, ''))
    },
  )

  it('comes back from quoting any value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const quoted = value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')
        expect(parseMatcher(`a="${quoted}"`).value).toBe(value)
        expect(parseMatchers(`{a="${quoted}",b=c,}`)).toEqual([matcher('=', value), matcher('=', 'c', 'b')])
      }),
    )
  })

  it('may be a list in braces, whose commas in quotes do not part it', () => {
    expect(parseMatchers('{a="b,c", c!="d"}')).toEqual([matcher('=', 'b,c'), matcher('!=', 'd', 'c')])
    expect(parseMatchers('{a="b",}')).toEqual([matcher('=', 'b')])
    expect(parseMatchers('{}')).toEqual([])
    expect(parseMatchers('a=~"b{2}"')).toEqual([matcher('=~', 'b{2}')])
  })

  it.each(['{a="b"', '{a="b",,c="d"}', '{a="b" c="d"}', '{,}'])('the list %j is refused', (text) => {
    expect(() => parseMatchers(text)).toThrow(MatcherError)
  })
})

describe('compiled matchers', () => {
  it.each([
    ['a=b', { a: 'b' }, true],
    ['a=b', { a: 'bb' }, false],
    ['a!=b', {}, true],
    ['a=', {}, true],
    ['a!=', {}, false],
    ['a=~b', { a: 'abc' }, false],
    ['a=~"b|c"', { a: 'c' }, true],
    ['a=~".*"', {}, true],
    ['a=~".+"', {}, false],
    ['a!~"b.*"', { a: 'bc' }, false],
    ['a!~"b.*"', {}, true],
    ['a=~"x.y"', { a: 'x\ny' }, false],
    ['a=~"x"', { a: 'x\n' }, false],
    ['a=~"(?i)CRIT"', { a: 'crit' }, true],
    ['{a="b",c!="d"}', { a: 'b', c: 'e' }, true],
    ['{a="b",c!="d"}', { a: 'b', c: 'd' }, false],
    ['{}', { a: 'b' }, true],
    ['constructor=""', {}, true],
    ['__proto__=""', {}, true],
  ])('%s on %j is %s', (text, labels, expected) => {
    expect(matches(text, labels)).toBe(expected)
  })

  it('take time that grows with the text, whatever the expression', () => {
    const started = performance.now()
    expect(matches('a=~"(a+)+$"', { a: `${'a'.repeat(1024)}!` })).toBe(false)
    expect(matches('a=~"(.*a){20}"', { a: 'a'.repeat(1023) })).toBe(true)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('the matchers of a silence', () => {
  it.each([
    [[], 'at least one matcher required'],
    [[matcher('=', '')], 'at least one matcher must not match the empty string'],
    [[matcher('=~', '.*'), matcher('=~', 'x|')], 'at least one matcher must not match the empty string'],
    [[matcher('=', 'x', '')], 'invalid label matcher 0: invalid label name ""'],
    [
      [matcher('=', 'x'), matcher('=~', '(')],
      'invalid label matcher 1: invalid regular expression "(": error parsing regexp: missing closing ): `(`',
    ],
    [
      [matcher('=~', 'a)|(b')],
      'invalid label matcher 0: invalid regular expression "a)|(b": error parsing regexp: unexpected ): `a)|(b`',
    ],
    [
      [matcher('=~', '(?=x)')],
      'invalid label matcher 0: invalid regular expression "(?=x)": error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    ],
    [
      [matcher('=~', '(.{1000}|.{999})x{900}')],
      'invalid label matcher 0: invalid regular expression "(.{1000}|.{999})x{900}": it is too large',
    ],
  ])('%j are refused: %s', (matchers, problem) => {
    expect(validateMatchers(matchers)).toBe(problem)
  })

  it('are fine when one of them asks for something, or is negative, as Alertmanager has it', () => {
    expect(validateMatchers([matcher('=~', '.*'), matcher('=', 'b')])).toBeNull()
    expect(validateMatchers([matcher('!=', 'b')])).toBeNull()
    expect(validateMatchers([matcher('!~', '.*')])).toBeNull()
  })
})
