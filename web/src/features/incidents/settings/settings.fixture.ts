import type { PriorityMatrix } from '../../../lib/api/types.ts'

export const matrix: PriorityMatrix = {
  record_type: 'incident',
  cells: [1, 2, 3].flatMap((impact) =>
    [1, 2, 3].map((urgency) => ({ impact, urgency, priority: impact + urgency - 1 })),
  ),
  raises_for_vip: true,
  raises_for_critical_item: true,
  medium_impact_users: 10,
  high_impact_users: 100,
  proposes_major: true,
  is_default: true,
  version: 4,
  updated_at: null,
  updated_by: null,
}
