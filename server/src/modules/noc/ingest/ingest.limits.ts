/** Bodies of Alertmanager's family have no limit of their own; here they have one. Bytes. */
export const LARGEST_BODY = 10 * 1024 * 1024
export const MOST_ALERTS = 20_000
/** Alerts that one transaction takes; more in a body follow in further ones. */
export const CHUNK = 1000
/** Transactions of all sources at once; each source has one. */
export const AT_ONCE = 8
/** What may be on its way in at one time, in one process; beyond it sources are sent away to send again. */
export const MOST_WAITING = { requests: 1000, bytes: 64 * 1024 * 1024, alerts: 50_000 }
