import { expect, test } from 'vitest'
import { chooseTheme, restoreTheme } from './theme.ts'

const classes = () => document.documentElement.className

test('a theme follows the system until somebody chooses, and the choice is remembered', () => {
  restoreTheme()
  expect(classes()).toBe('')
  chooseTheme('dark')
  expect(classes()).toBe('dark')
  document.documentElement.className = ''
  restoreTheme()
  expect(classes()).toBe('dark')
  chooseTheme('system')
  expect(classes()).toBe('')
})

test('a remembered word that is no theme means the system', () => {
  localStorage.setItem('watchdesk.theme', '"neon"')
  restoreTheme()
  expect(classes()).toBe('')
})
