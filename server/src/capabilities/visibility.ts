/** For everybody who sees the record, or for the staff only. */
export const VISIBILITIES = ['public', 'internal'] as const
