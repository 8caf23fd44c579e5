import { useMutation } from '@tanstack/react-query'
import {
  Ban,
  Check,
  CircleArrowUp,
  CircleCheck,
  CirclePause,
  CirclePlay,
  ClipboardPen,
  Eye,
  Flag,
  Hand,
  ListRestart,
  type LucideIcon,
  Megaphone,
  RotateCcw,
  Siren,
  SlidersHorizontal,
  UserPlus,
  X,
} from 'lucide-react'
import { answerOf, api } from '../../lib/api/client.ts'
import type { ActionOffer, Incident, IncidentSummary } from '../../lib/api/types.ts'
import { useKeep } from './incident.queries.ts'

/** An incident as a list or its own page knows it. */
export type Actionable = IncidentSummary & Partial<Omit<Incident, keyof IncidentSummary>>

/** How actions are drawn, the usual ones first. What may be done, the record says; an action missing here is drawn last, by its name. */
const icons: Record<string, LucideIcon> = {
  acknowledge: Eye,
  resolve: CircleCheck,
  resume: CirclePlay,
  close: Check,
  follow_up: ListRestart,
  assign: UserPlus,
  hold: CirclePause,
  escalate: CircleArrowUp,
  reopen: RotateCcw,
  propose_major: Siren,
  override_priority: Hand,
  reset_priority: SlidersHorizontal,
  cancel: Ban,
  accept_major: Check,
  reject_major: X,
  communicate_major: Megaphone,
  plan_major: Flag,
  review_major: ClipboardPen,
}
const order = Object.keys(icons)

/** These stand where the incident says that it is a major one. */
const ofMajor = ['accept_major', 'reject_major', 'plan_major', 'communicate_major', 'review_major']
export const isOfMajor = ({ action }: ActionOffer) => ofMajor.includes(action)

/** The step that leads on from each kind of status. */
const nextStep: Record<string, string> = {
  new: 'acknowledge',
  active: 'resolve',
  hold: 'resume',
  resolved: 'close',
  closed: 'follow_up',
}

export const iconOf = (action: string): LucideIcon | undefined => icons[action]

/** The offered actions in the order of their buttons; the first is the primary one. */
export function inOrder(offers: readonly ActionOffer[], category: string): ActionOffer[] {
  const rank = ({ action }: ActionOffer) => {
    if (action === nextStep[category]) return -1
    return order.includes(action) ? order.indexOf(action) : order.length
  }
  return offers.toSorted((a, b) => rank(a) - rank(b))
}

/** Whether pressing the button can act at once. */
export const asksNothing = (action: string) => action === 'acknowledge' || action === 'resume'

/** How many children a resolution would take along. */
export const openChildren = ({ children = [] }: Pick<Actionable, 'children'>) =>
  children.filter(({ is_open }) => is_open).length

interface Act {
  id: number
  action: string
  values?: Record<string, unknown>
}

/** Carries out an action; the answer stands in every list and record at once. */
export function useAct() {
  const keep = useKeep()
  return async ({ id, action, values = {} }: Act) => {
    // Every action has the same shape of address and answer; one of them stands for all.
    const path = `/api/v1/incidents/{id}/${action}/` as '/api/v1/incidents/{id}/acknowledge/'
    return keep(await answerOf(api.POST(path, { params: { path: { id } }, body: values })))
  }
}

/** For actions that ask for nothing: what the server refuses is told in a toast. */
export const useActNow = () => useMutation({ mutationFn: useAct() })
