import { describe, expect, it } from 'vitest'
import { isMoreSevere, mapSeverity, SEVERITIES, SEVERITY_RANK } from './alert.severity.ts'

describe('a severity', () => {
  it.each([
    ['critical', 'critical page emergency p1 disaster DOWN UNREACHABLE'],
    ['high', 'error high major p2'],
    ['warning', 'warning warn minor p3 medium UNKNOWN'],
    ['low', 'low p4'],
    ['info', 'info none p5 notice'],
  ])('is %s when the source says one of: %s', (severity, words) => {
    for (const word of words.split(' ')) expect(mapSeverity(word)).toEqual({ severity, mapped: true })
  })

  it('is read in any letter case, with spaces around it', () => {
    expect(mapSeverity(' CritiCal ').severity).toBe('critical')
  })

  it.each([null, '', 'odd', 'constructor', '__proto__'])('of the word %j is an unmapped warning', (raw) => {
    expect(mapSeverity(raw)).toEqual({ severity: 'warning', mapped: false })
  })

  it("is first looked for in the integration's own table", () => {
    const override = { Sev1: 'critical', warning: 'info' } as const
    expect(mapSeverity('SEV1', override)).toEqual({ severity: 'critical', mapped: true })
    expect(mapSeverity('warning', override).severity).toBe('info')
    expect(mapSeverity('error', override).severity).toBe('high')
  })

  it('is ordered by rank, the most urgent first', () => {
    expect(SEVERITIES.map((severity) => SEVERITY_RANK[severity])).toEqual([5, 4, 3, 2, 1])
    expect(isMoreSevere('critical', 'high')).toBe(true)
    expect(isMoreSevere('high', 'high')).toBe(false)
  })
})
