import { isOneOf } from './checks.ts'
import { readSaved, writeSaved } from './saved.ts'
import { createStore, useStore } from './store.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const theme = createStore<Theme>('system')

/** Only a class on <html>: the tokens follow `color-scheme`. */
function paint(choice: Theme) {
  document.documentElement.classList.toggle('light', choice === 'light')
  document.documentElement.classList.toggle('dark', choice === 'dark')
}

export function restoreTheme() {
  theme.set(readSaved('theme', isOneOf(themes), 'system'))
  paint(theme.get())
}

export function chooseTheme(choice: Theme) {
  theme.set(choice)
  paint(choice)
  writeSaved('theme', choice)
}

export const useTheme = () => useStore(theme)
