import type { components, paths } from '../../../lib/api/schema.gen.ts'
import type { Message } from '../../../lib/i18n/messages.ts'
import { texts } from './integrations.messages.ts'

type Creation = paths['/api/noc/integrations/']['post']

export type Integration = components['schemas']['Integration']
/** The answer to creation and rotation: nothing else ever holds the key. */
export type IntegrationWithKey = Creation['responses'][201]['content']['application/json']
export type IntegrationInput = Creation['requestBody']['content']['application/json']
export type Kind = IntegrationInput['kind']

/** In the order in which they are offered. */
export const kinds: Readonly<Record<Kind, { name: Message; detail: Message }>> = {
  alertmanager: { name: texts.alertmanager, detail: texts.alertmanagerDetail },
  'alertmanager-webhook': { name: texts.webhook, detail: texts.webhookDetail },
  generic: { name: texts.generic, detail: texts.genericDetail },
}

export const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind)
