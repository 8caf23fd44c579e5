import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { type ToastContent, toast } from '../../components/toast-queue.ts'
import { asProblem, type Problem } from '../../lib/api/problem.ts'
import type { AlertSummary, Incident } from '../../lib/api/types.ts'
import { useMayChange, usePermission, useUser } from '../../lib/api/use-session.ts'
import { words } from '../../lib/i18n/en.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { live } from '../../lib/live/live.ts'
import { changeLists, keepAlert, keys } from './alert-cache.ts'
import { changeTo } from './alert-changes.ts'
import { AlertOrderDialog, proposedTitle } from './alert-order-dialog.tsx'
import { carryOut, type Done } from './alert-orders.ts'
import { acknowledged, canDo, type Order, type Verb, verbLooks } from './alert-verbs.ts'
import { askTexts, doneTexts, noneTexts, texts } from './noc.messages.ts'
import { RefusalDialog } from './refusal-dialog.tsx'

/** An order that the server refused as a whole, with its reason for each alert. */
export interface Refusal {
  order: Order
  problem: Problem
}

interface VerbHands {
  /** After something was done: what was selected no longer is. */
  onDone?: () => void
}

/** Doing something with alerts: at once, or after a dialog asked for what it takes. Spread `dialogs` somewhere on the page. */
export function useAlertVerbs({ onDone }: VerbHands = {}) {
  const text = useText()
  const mayAct = usePermission('noc:ack')
  const mayChange = useMayChange()
  const { id: ownId } = useUser()
  const [asked, setAsked] = useState<Order | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const execute = useExecute(onDone, setRefusal)

  const ableTo = (verb: Verb, alerts: readonly AlertSummary[]) =>
    mayChange ? alerts.filter((alert) => canDo(alert, verb, mayAct)) : []

  function start(verb: Verb, among: readonly AlertSummary[]) {
    const alerts = ableTo(verb, among)
    if (alerts.length === 0) return among.length > 0 && toast({ title: text(noneTexts[verb]) })
    if (alerts.length > verbLooks[verb].atOnce)
      return toast({ title: text(texts.tooMany, { most: verbLooks[verb].atOnce }) })
    if (verb in askTexts) setAsked({ verb, alerts })
    else execute({ verb, alerts }).catch(sayWhy)
  }
  function take(among: readonly AlertSummary[]) {
    const alerts = ableTo('assign', among)
    if (alerts.length > 0) execute({ verb: 'assign', alerts, values: { user_id: ownId } }).catch(sayWhy)
  }
  function retry(order: Order) {
    if (order.verb !== 'incident') return execute(order).catch(sayWhy)
    // What was proposed for all of them is proposed anew; what somebody typed stays.
    const isTyped = order.values?.title !== proposedTitle(refusal?.order.alerts ?? [], text)
    setAsked(isTyped ? order : { verb: order.verb, alerts: order.alerts })
  }

  const dialogs: ReactNode = (
    <>
      {asked && (
        <AlertOrderDialog
          order={asked}
          onSubmit={(values) => execute({ ...asked, values })}
          onClose={() => setAsked(null)}
        />
      )}
      {refusal && <RefusalDialog {...refusal} onRetry={retry} onClose={() => setRefusal(null)} />}
    </>
  )
  return { start, take, ableTo, dialogs, isAsking: asked !== null || refusal !== null }
}

export type AlertVerbs = ReturnType<typeof useAlertVerbs>

function sayWhy(error: unknown) {
  const { title, message } = asProblem(error)
  toast({ title, detail: message, tone: 'danger' })
}

/** Several alerts are taken together or not at all; those in the way are named as `alert_ids.7`. */
const isRefusalOfSome = ({ errors }: Problem) =>
  errors.length > 0 && errors.every(({ field }) => field.startsWith('alert_ids.'))

/** Sends an order and brings its outcome everywhere. Throws what a form has to show. */
function useExecute(onDone: VerbHands['onDone'], onRefusal: (refusal: Refusal) => void) {
  const client = useQueryClient()
  const report = useReport()
  async function execute(order: Order): Promise<void> {
    if (order.verb === 'ack') changeLists(client, order.alerts.map(acknowledged).map(changeTo))
    try {
      const done = await carryOut(order)
      for (const record of done.records) keepAlert(client, record)
      // The stream tells what a bulk answer leaves out; without it the lists have to ask.
      const isTold = done.records.length > 0 || live.state.get().status === 'live'
      client.invalidateQueries({ queryKey: isTold ? keys.figures : keys.all })
      report(order, done, (undo) => execute(undo).catch(sayWhy))
      onDone?.()
    } catch (error) {
      // Back to what it was; and since something else may have happened meanwhile, the server is asked too.
      if (order.verb === 'ack') changeLists(client, order.alerts.map(changeTo))
      client.invalidateQueries({ queryKey: keys.lists })
      const problem = asProblem(error)
      if (!isRefusalOfSome(problem)) throw problem
      onRefusal({ order, problem })
    }
  }
  return execute
}

function useReport() {
  const text = useText()
  const navigate = useNavigate()
  const openedToast = ({ id, number, title }: Incident, count: number): ToastContent => ({
    title: text(texts.opened, { incident: number, count }),
    detail: title,
    tone: 'good',
    action: {
      label: text(texts.goToIncident, { incident: number }),
      run: () => void navigate({ to: '/incidents/$id', params: { id: String(id) } }),
    },
  })
  return ({ verb, alerts }: Order, { hasChanged, incident }: Done, undo: (order: Order) => void) => {
    const count = alerts.length
    if (incident) return toast(openedToast(incident, count))
    const detail = count === 1 ? alerts[0]?.title : undefined
    if (!hasChanged) return toast({ title: text(texts.alreadyDone), detail })
    const isUndoable = verb === 'ack' && count <= verbLooks.unack.atOnce
    toast({
      title: text(doneTexts[verb], { count }),
      detail,
      tone: 'good',
      ...(isUndoable && { action: { label: text(words.undo), run: () => undo({ verb: 'unack', alerts }) } }),
    })
  }
}
