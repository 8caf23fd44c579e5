import { type AlertPolicy, DEFAULT_POLICY } from '../alerts/alert.state.ts'
import type { IntegrationConfig } from '../ingest/event.ts'
import type { IntegrationSettings } from './integration.schema.ts'

const RESOLVE_TIMEOUT_SECONDS = 300

/** How a source's bodies are read. */
export const configOf = (settings: IntegrationSettings): IntegrationConfig => ({
  ...(settings.severity_map ? { severityMap: settings.severity_map } : {}),
  ...(settings.ignored_labels ? { ignoredLabels: settings.ignored_labels } : {}),
  resolveTimeoutSeconds: settings.resolve_timeout_seconds ?? RESOLVE_TIMEOUT_SECONDS,
})

/** What its alerts do. */
export const policyOf = (settings: IntegrationSettings): AlertPolicy => ({
  ...DEFAULT_POLICY,
  reopenWindowSeconds: settings.reopen_window_seconds ?? DEFAULT_POLICY.reopenWindowSeconds,
  autoResolve: settings.auto_resolve ?? DEFAULT_POLICY.autoResolve,
})
