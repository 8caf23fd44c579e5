// npm run bench: how fast the product is, each figure beside its limit taken in the same run.
import { describeMachine } from './machine.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { openCluster } from './postgres.ts'
import { findTools } from './prerequisites.ts'
import { headOf, writeReport } from './report.ts'
import type { Result } from './result.ts'
import { SCENARIOS } from './scenarios/index.ts'
import { prepareBench } from './stage.ts'
import { tableOf } from './table.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

async function bench(options: Options, stack: AsyncDisposableStack) {
  const tools = findTools(say)
  const cluster = await openCluster(stack)
  const machine = describeMachine(cluster.name)
  say(`On ${cluster.name}; filling a tenant with 100,000 incidents …`)
  const prepared = await prepareBench({ options, tools, cluster, stack, say })
  const results: Result[] = []
  for (const { name, run } of SCENARIOS.filter((scenario) => options.only.includes(scenario.name))) {
    say(name)
    results.push(...(await run(prepared)))
  }
  say(`\n${headOf(machine, options)}\n\n${tableOf(results)}\n`)
  say(await writeReport(machine, options, results, SCENARIOS.length))
}

async function main() {
  const stack = new AsyncDisposableStack()
  const leave = (why: string) => {
    process.stderr.write(`${why}: putting everything away …\n`)
    stack.disposeAsync().finally(() => process.exit(1))
  }
  // Whoever read along may be gone; putting things away goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => leave(signal))
  try {
    const options = readOptions(
      process.argv.slice(2),
      SCENARIOS.map(({ name }) => name),
    )
    setTimeout(() => leave(`not done within ${options.minutes} minutes`), options.minutes * 60_000).unref()
    await bench(options, stack)
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n\n${USAGE}\n`)
    process.exitCode = 1
  } finally {
    await stack.disposeAsync()
  }
}

await main()
