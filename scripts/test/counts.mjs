import { readFileSync, rmSync } from 'node:fs'

/** What a step has to tell: counts, the titles of what did not run, and the text to show when something failed. */
const result = (passed, failed, skippedTitles = [], output = '') => ({
  passed,
  failed,
  skippedTitles,
  output,
})

export const checked = (isFine, output = '') => (isFine ? result(1, 0) : result(0, 1, [], output))

export const notRun = (reason) => result(0, 0, [reason])

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** A file that failed outside its tests (an import, a hook, a crash) counts as one failure. */
function countFile({ status, assertionResults }) {
  const having = (...statuses) => assertionResults.filter((test) => statuses.includes(test.status))
  const failed = having('failed', 'pending').length
  return {
    passed: having('passed').length,
    failed: failed === 0 && status === 'failed' ? 1 : failed,
    skipped: having('skipped', 'todo', 'disabled').map((test) => test.fullName.trim()),
  }
}

/** Counts Vitest's JSON report; without one, and for what fails outside of every file, its exit code speaks. */
export async function fromVitest(report, run) {
  rmSync(report, { force: true })
  const { code, output } = await run()
  const files = (readReport(report)?.testResults ?? []).map(countFile)
  const sum = (name) => files.reduce((total, file) => total + file[name], 0)
  const [passed, failed] = [sum('passed'), sum('failed')]
  const isFine = code === 0 && passed + failed > 0
  return result(
    passed,
    failed === 0 && !isFine ? 1 : failed,
    files.flatMap((file) => file.skipped),
    output,
  )
}
