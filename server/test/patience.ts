/**
 * How long a test waits for what must come. Generous: a promise in seconds is held by the bench and the faults, on a
 * machine that does nothing else, and not by a test that shares its machine with others.
 */
export const PATIENCE_MS = 15_000
