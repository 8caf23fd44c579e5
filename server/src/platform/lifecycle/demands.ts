/** A record, of which the fields are read that its lifecycle names. */
export type Standing = Readonly<Record<string, unknown>>

/** Fields of a record, each with the values one of which it must have. */
export type Where = Readonly<Record<string, readonly unknown[]>>

/** What an action demands besides `requires` where something certain is sent along. */
export interface Demand {
  field: string
  /** Sent as one of these words, in any letter case … */
  is?: readonly string[]
  /** … or as something else than the record has there. */
  isReplaced?: true
  /** Of such records only. */
  where?: Where
  requires: readonly string[]
}

/** A demand as its record carries it: the form of a client asks what the server will check. */
export interface OfferedDemand {
  field: string
  is?: string[]
  is_not?: (string | number)[]
  requires: string[]
}

interface Demanding {
  requires?: readonly string[]
  requiresIf?: readonly Demand[]
}

/** The first field that has none of its values, with what it has. */
export const missedOf = (record: Standing, where: Where = {}) =>
  Object.entries(where)
    .map(([field, values]) => ({ field, values, value: record[field] ?? null }))
    .find(({ value, values }) => !values.includes(value))

/** @param known fields that need not be sent, since the record has what they would say */
export const offeredDemands = ({ requiresIf = [] }: Demanding, record: Standing, known: readonly string[]) =>
  requiresIf
    .filter(
      ({ field, isReplaced, where }) => !missedOf(record, where) && !(isReplaced && isBlank(record[field])),
    )
    .map(({ field, is, requires }): OfferedDemand => {
      const condition = is ? { is: [...is] } : { is_not: [record[field] as string | number] }
      return { field, ...condition, requires: requires.filter((name) => !known.includes(name)) }
    })
    .filter(({ requires }) => requires.length > 0)

const isMet = ({ field, is, is_not }: OfferedDemand, input: Standing) => {
  const sent = input[field]
  if (sent === undefined) return false
  return is ? is.includes(String(sent).toLowerCase()) : !(is_not as unknown[]).includes(sent)
}

/** What the action demands of this record, and was not sent. */
export function missingOf(
  action: Demanding,
  record: Standing,
  input: Standing,
  known: readonly string[] = [],
) {
  const besides = offeredDemands(action, record, known).filter((demand) => isMet(demand, input))
  return [...(action.requires ?? []), ...besides.flatMap(({ requires }) => requires)].filter((field) =>
    isBlank(input[field]),
  )
}

const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
