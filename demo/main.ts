import { demoFolder, readDemo } from './folder.ts'
import { readOptions, UsageError } from './options.ts'
import { send } from './people.ts'
import { runDemo } from './run.ts'
import { scenarios } from './scenarios/index.ts'
import { preparePlay } from './scenarios/scenario.ts'

const say = (line: string) => console.log(line)

try {
  const options = readOptions(process.argv.slice(2))
  if (options.isList)
    for (const [name, { title }] of Object.entries(scenarios)) say(`${name.padEnd(16)}${title}`)
  else if (options.scenario === null) await runDemo(demoFolder(), options, say)
  else {
    const play = preparePlay(await findRunning(), { count: options.alerts, speed: options.speed, say })
    await scenarios[options.scenario].play(play)
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

async function findRunning() {
  const demo = await readDemo(demoFolder())
  const url = demo?.url
  const isUp =
    url &&
    (await send(url, 'GET', '/health/ready').then(
      () => true,
      () => false,
    ))
  if (!demo || !url || !isUp)
    throw new Error('No demo runs: start it with `npm run demo` in another terminal first.')
  return { ...demo, url }
}
