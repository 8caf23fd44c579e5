/** Every severity, the most urgent first. */
export const SEVERITIES = ['critical', 'high', 'warning', 'low', 'info'] as const

/** How urgent an alert is. Compared by rank, never by spelling. */
export type Severity = (typeof SEVERITIES)[number]

/** Grows with urgency; the numbers are those of the database column and of the API. */
export const SEVERITY_RANK: Readonly<Record<Severity, number>> = {
  critical: 5,
  high: 4,
  warning: 3,
  low: 2,
  info: 1,
}

export const isMoreSevere = (severity: Severity, than: Severity) =>
  SEVERITY_RANK[severity] > SEVERITY_RANK[than]

/** What sources call each severity: Prometheus and Grafana labels, PagerDuty, Nagios, Opsgenie, syslog keywords. */
const WORDS: Record<Severity, string> = {
  critical: 'critical crit page emergency emerg disaster fatal alert down unreachable p1',
  high: 'high error err major p2',
  warning: 'warning warn minor medium average unknown p3',
  low: 'low p4',
  info: 'info informational information notice none debug success p5',
}

const SEVERITY_OF = new Map(
  SEVERITIES.flatMap((severity) => WORDS[severity].split(' ').map((word) => [word, severity] as const)),
)

/**
 * Translates a source's word, in any letter case. `override` is the integration's own table and wins.
 * A word that no table knows, or no word at all, is a warning with `mapped: false`: wrong quietly is worse than a bit loud.
 */
export function mapSeverity(
  raw: string | null,
  override: Readonly<Record<string, Severity>> = {},
): { severity: Severity; mapped: boolean } {
  const word = (raw ?? '').trim().toLowerCase()
  const own = Object.entries(override).find(([key]) => key.trim().toLowerCase() === word)
  const severity = own?.[1] ?? SEVERITY_OF.get(word)
  return { severity: severity ?? 'warning', mapped: severity !== undefined }
}
