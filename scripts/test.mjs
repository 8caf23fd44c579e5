// Runs every test, or the parts that are named: npm test -- types | lint | server | web | bench | faults | demo | browser.
// What everybody runs before a commit, a bit of each: npm test -- quick; what depends on the PostgreSQL: npm test -- database
import { fileURLToPath } from 'node:url'
import { interruptedBy } from './bootstrap/run.mjs'
import { step } from './bootstrap/step.mjs'
import { databaseSteps, quickSteps, steps } from './test/parts.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

function chosenSteps(names) {
  const selections = { quick: quickSteps, database: databaseSteps }
  if (names.length === 1 && names[0] in selections) return selections[names[0]]
  const parts = [...new Set(steps.map(({ part }) => part))]
  const unknown = names.filter((name) => !parts.includes(name))
  if (unknown.length > 0) {
    process.stderr.write(
      `npm test knows quick or database alone, and the parts ${parts.join(', ')}, not ${unknown.join(', ')}.\n`,
    )
    process.exit(1)
  }
  return steps.filter(({ part }) => names.length === 0 || names.includes(part))
}

/** CI has all that the tests want, so a test that did not run there is a failure. */
function judgeSkipped({ skippedTitles, notes = [], ...counts }) {
  const isFailure = process.env.CI === 'true'
  const skipped = isFailure ? 0 : skippedTitles.length
  const failed = counts.failed + (isFailure ? skippedTitles.length : 0)
  const notRun = skippedTitles.map(
    (title) => `  did not run${isFailure ? ', which CI does not allow' : ''}: ${title}`,
  )
  return { ...counts, failed, skipped, notes: [...notes, ...notRun] }
}

const summarize = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

async function runStep({ title, work }) {
  const begun = Date.now()
  const told = await step(title, () => work(root), { closes: false }).catch((error) => ({
    ...{ passed: 0, failed: 1, skippedTitles: [] },
    output: error.plain ? error.message : error.stack,
  }))
  const counts = judgeSkipped(told)
  const seconds = ((Date.now() - begun) / 1000).toFixed(1)
  console.log(`${title.padEnd(28)}${summarize(counts).padEnd(36)}${seconds} s`)
  for (const note of counts.notes) console.log(note)
  if (told.failed > 0) console.log(`\n${told.output}\n`)
  return counts
}

const total = { passed: 0, failed: 0, skipped: 0 }
for (const chosen of chosenSteps(process.argv.slice(2))) {
  const counts = await runStep(chosen)
  for (const kind of Object.keys(total)) total[kind] += counts[kind]
  if (interruptedBy()) break
}
console.log(`\n${summarize(total)}`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
