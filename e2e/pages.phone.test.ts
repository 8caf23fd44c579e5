import { PHONE } from './browser.ts'
import { testPages } from './pages.ts'

testPages('phone', PHONE, 'light')
