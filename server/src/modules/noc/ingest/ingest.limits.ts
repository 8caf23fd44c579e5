/** Bodies of Alertmanager's family have no limit of their own; here they have one. Bytes. */
export const LARGEST_BODY = 10 * 1024 * 1024
export const MOST_ALERTS = 20_000
/** Alerts that one transaction takes; more in a body follow in further ones. */
export const CHUNK = 1000
