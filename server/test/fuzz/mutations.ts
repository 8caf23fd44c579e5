import type { Random } from './random.ts'

/** What breaks programs: the edges of types, and words that mean something to a layer below. */
const ODD: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308],
  ...['', ' ', '\u0000', '\ud800', '\u202e', '𝒳'.repeat(100), 'x'.repeat(70_000), '0', 'NaN', '1e9'],
  ...["' or 1=1 --", '{{7*7}}', '#{7*7}', '../../etc/passwd', '<script>', '%00', '\r\nX-Header: y', '=cmd|x'],
  ...['9999-12-31T23:59:59Z', '0000-00-00', '2026-02-30T00:00:00Z', 'infinity', '-infinity'],
  ...[[], [null], [[]], {}, { a: 1 }, { id: 1 }, Array(1001).fill(1), { toString: 1 }, { length: -1 }],
]
const WHOLE: readonly string[] = [
  ...['', '{', '[', '"', 'null', '[]', '""', '0', '{"a":1}{"b":2}', '{"__proto__":{"x":1}}', '\ufeff{}'],
  ...[`{"a":${'['.repeat(500)}${']'.repeat(500)}}`, '{"constructor":{"prototype":{}}}', '{"a":1e999}'],
]
const QUERIES: readonly string[] = [
  ...[
    '?',
    '?=',
    '?&&&',
    '?page=0',
    '?page=-1',
    '?page=1e3',
    '?page=999999999999',
    '?page_size=101',
    '?page=1&page=2',
  ],
  ...[
    '?ordering=',
    '?ordering=-',
    '?ordering=id;drop',
    '?ordering=-created_at,,',
    '?cursor=x',
    '?cursor=%00',
  ],
  ...[
    '?search=%00',
    '?search=%F0%90',
    "?search='",
    '?search=a%26!b',
    '?id__in=1,',
    '?created_at__gte=x',
    '?__proto__=1',
  ],
  ...[
    '?status=%27',
    '?name__icontains=%25%25',
    '?page[]=1',
    '?constructor=1',
    '?created_at__gte=infinity',
    '?cursor=W10=',
  ],
]
const IDS: readonly string[] = [
  '0',
  '-1',
  '1.5',
  '9007199254740993',
  'x',
  '%00',
  '%2F',
  '1e3',
  '١',
  '9'.repeat(99),
]

export interface Mutated {
  path: string
  /** As text, so that what is no JSON can be sent, too. */
  body: string | undefined
}

/** One request of a sound one, with one to three things wrong or odd. */
export function mutate(random: Random, path: string, body: Record<string, unknown> | undefined): Mutated {
  const sent = body && { ...body }
  let text: string | undefined
  let address = path
  for (let left = 1 + random.below(3); left > 0; left--) {
    const kind = random.below(6)
    if (kind === 0) address = address.replace(/\/\d+(?=\/)/, () => `/${random.pick(IDS)}`)
    else if (kind === 1) address = address.replace(/\?.*$|$/, () => random.pick(QUERIES))
    else if (sent && kind === 2) text = random.pick(WHOLE)
    else if (sent && kind === 3) delete sent[random.pick([...Object.keys(sent), ''])]
    else if (sent) sent[random.pick([...Object.keys(sent), 'nonsense', 'id', 'version'])] = random.pick(ODD)
  }
  return { path: address, body: text ?? (sent && JSON.stringify(sent)) }
}
