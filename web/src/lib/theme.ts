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
  const saved = readSaved<Theme>('theme', 'system')
  theme.set(themes.includes(saved) ? saved : 'system')
  paint(theme.get())
}

export function chooseTheme(choice: Theme) {
  theme.set(choice)
  paint(choice)
  writeSaved('theme', choice)
}

export const useTheme = () => useStore(theme)
