/** What machines say. */
export const READINGS = [
  'Ausgelöst nach drei fehlgeschlagenen Prüfungen.',
  'Threshold exceeded for ten minutes.',
  'Laut Überwachung zuletzt vor zwei Wochen, Dauer damals 40 Minuten.',
  'Two probes agree, the third is on its way.',
]

/** What people say. */
export const ERRORS = [
  'Fehlercode 0x80070035.',
  'The error says "connection timed out".',
  'Keine Meldung, es passiert einfach nichts.',
  'Log: ECONNRESET after 30 s.',
  'Meldung: "Der Dienst ist zurzeit nicht verfügbar".',
  'It worked yesterday.',
  'Tritt seit dem Wochenende auf.',
  'Screenshot folgt per Mail.',
]
