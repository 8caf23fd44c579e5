import type { ActionOffer } from '../lib/api/types.ts'

/** What must be there besides, given what is about to be sent; the server judges by the same data. */
export const demandedBy = (
  demands: ActionOffer['requires_if'] = [],
  sent: Readonly<Record<string, unknown>>,
): string[] =>
  demands
    .filter(({ field, is, is_not }) => {
      const value = sent[field]
      if (value === undefined) return false
      return is ? is.includes(String(value)) : !is_not?.some((other) => other === value)
    })
    .flatMap(({ requires }) => requires)
