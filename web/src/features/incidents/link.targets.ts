/** What each kind of link may lead to; the first is the usual one. */
export const linkTargets: Readonly<Record<string, readonly string[]>> = {
  related_to: ['linked_incident_id', 'change_reference', 'problem_reference'],
  caused_by: ['problem_reference', 'change_reference', 'linked_incident_id'],
  resolved_by: ['change_reference', 'problem_reference'],
  duplicate_of: ['linked_incident_id'],
  follow_up_of: ['linked_incident_id'],
}

/** The target that is asked for: the chosen one where this kind of link takes it, else the usual one. */
export function targetOf(type: string | undefined, chosen: string | undefined): string {
  const targets = linkTargets[type ?? ''] ?? []
  return chosen && targets.includes(chosen) ? chosen : (targets[0] ?? 'linked_incident_id')
}
