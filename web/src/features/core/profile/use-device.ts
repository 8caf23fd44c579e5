import bowser from 'bowser'
import { useText } from '../../../lib/i18n/messages.ts'
import { sessionTexts as texts } from './sessions.messages.ts'

/** What a browser calls itself, in a few words; a program by the name that it gave. */
export function useDevice() {
  const text = useText()
  return (userAgent: string | null) => {
    if (!userAgent) return text(texts.unknown)
    const { browser, os } = bowser.parse(userAgent)
    if (browser.name && os.name) return text(texts.on, { browser: browser.name, system: os.name })
    return browser.name || userAgent.split(/[ /]/)[0] || text(texts.unknown)
  }
}
