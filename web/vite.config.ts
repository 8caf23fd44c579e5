import process from 'node:process'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Browsers that know `light-dark()` and `:has()`: our style sheet rests on both. */
const browsers = ['chrome123', 'edge123', 'firefox121', 'safari17.5']
const server = process.env.WATCHDESK_API ?? 'http://127.0.0.1:8000'

/** The grid's rules for the first and last of its summary rows. We have none, yet each row that comes or goes restyles all cells for them. */
const summaryRules = /& > :nth-(last-)?child\(1 of \.rdg-\w+-summary-row\) \{[^{}]*\{[^{}]*\}\s*\}/g

const leanGrid: Plugin = {
  name: 'lean-grid',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('react-data-grid/lib/styles.css')) return
    const lean = code.replace(summaryRules, '')
    if (lean.includes('summary-row'))
      this.error('The grid has other rules for summary rows than we leave out.')
    return lean
  },
}

export default defineConfig({
  plugins: [
    react(),
    leanGrid,
    tailwindcss(),
    { ...optimizeLocales.vite({ locales: ['en-US', 'de-DE'] }), enforce: 'pre' },
  ],
  build: {
    outDir: process.env.WATCHDESK_WEB_OUT ?? 'dist',
    emptyOutDir: true,
    target: browsers,
    // The policy of the server is `default-src 'self'`: nothing may be inlined as a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        // React changes with its releases only, so it keeps its address (and cache entry) over our deploys.
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 10 }],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/am': server,
      '/ws': { target: server, ws: true },
    },
  },
})
