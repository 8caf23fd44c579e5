import { overloaded } from '../errors.ts'
import { createGate, type GateRules } from '../gate.ts'

/** A gate whose refusal is 503. @param what is at its limit, in words */
export const createAdmission = ({ what, ...rules }: Omit<GateRules, 'refusal'> & { what: string }) =>
  createGate({ ...rules, refusal: () => overloaded(`${what} is at its limit; send again shortly.`) })
