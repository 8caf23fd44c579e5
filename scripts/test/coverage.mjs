import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Per cent of the server's lines and of its branches that its tests reach, or the part fails. */
const HELD_AT = 80
const KINDS = ['lines', 'branches']

const summaryOf = (root) => join(root, '.tmp/coverage/coverage-summary.json')

/** What it counts stands in server/vitest.config.ts; a threshold makes sense for all the tests alone, so it stands here. */
export const coverageFlags = [
  '--coverage.enabled',
  ...KINDS.map((kind) => `--coverage.thresholds.${kind}=${HELD_AT}`),
]

export const forgetCoverage = (root) => rmSync(summaryOf(root), { force: true })

function readSummary(root) {
  try {
    return JSON.parse(readFileSync(summaryOf(root), 'utf8'))
  } catch {
    return undefined
  }
}

/** Down to a tenth, so that nothing below the threshold reads as if it were there. */
const percent = ({ pct }) => `${(Math.floor(pct * 10) / 10).toFixed(1)} %`

function leastCovered(root, files, kind) {
  const untested = ([, of]) => of[kind].total - of[kind].covered
  const worst = Object.entries(files).sort((one, other) => untested(other) - untested(one))
  const named = worst.slice(0, 5).map((file) => `${relative(root, file[0])} (${untested(file)})`)
  return `  most ${kind} without a test: ${named.join(', ')}`
}

/** The line that tells it, and where to begin when it is too little. Nothing is told of tests that failed. */
export function coverageNotes(root) {
  const summary = readSummary(root)
  if (!summary) return []
  const { total, ...files } = summary
  const reached = KINDS.map((kind) => `${kind} ${percent(total[kind])}`).join(', ')
  const missing = KINDS.filter((kind) => total[kind].pct < HELD_AT)
  return [
    `  server coverage: ${reached} (held at ${HELD_AT} %)`,
    ...missing.map((kind) => leastCovered(root, files, kind)),
  ]
}
