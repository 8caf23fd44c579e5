import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { restoreTheme } from '../lib/theme.ts'
import { App } from './app.tsx'
import './styles.css'

restoreTheme()

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root')
createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
