import type { ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { IntlProvider } from 'react-intl'

/** English is complete in the code itself; another language is a catalogue of texts by id, loaded when first wanted. */
const LANGUAGE = 'en'

/** Dates and numbers follow the browser's region where it speaks our language (24-hour clock, week start), as `en-GB` does. */
export function formatLocale(wanted: readonly string[]): string {
  return wanted.find((tag) => tag.split('-')[0] === LANGUAGE) ?? LANGUAGE
}

export function Language({ children }: { children: ReactNode }) {
  const locale = formatLocale(navigator.languages ?? [])
  return (
    <I18nProvider locale={locale}>
      <IntlProvider locale={locale} defaultLocale={locale}>
        {children}
      </IntlProvider>
    </I18nProvider>
  )
}
