import { DESKTOP } from './browser.ts'
import { testPages } from './pages.ts'

testPages('desktop', DESKTOP, 'dark')
