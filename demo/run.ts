import { type Demo, writeDemo } from './folder.ts'
import { linksOf } from './links.ts'
import { live } from './living/living.ts'
import type { Options } from './options.ts'
import { prepareDemo } from './prepare.ts'
import { choosePort, startProduct } from './product.ts'
import { makeWorld } from './world/world.ts'

const SIGN_INS = [
  ['admin', 'administrator'],
  ['mara.lindner', 'manager of the service desk'],
  ['jonas.weber', 'agent of the service desk'],
  ['tom.becker', 'agent of the network team'],
  ['lea.hoffmann', 'watches the network'],
  ['ruth.engel', 'auditor: reads, changes nothing'],
]

/** Seeds where needed, starts the product and lives in it until Ctrl-C. */
export async function runDemo(folder: string, options: Options, say: (line: string) => void) {
  const port = await choosePort(process.env.PORT, say)
  const demo = await prepareDemo(folder, options, say)
  // Not before: a seeding that is cut short ends at once, and the next start begins it anew.
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => stopping.abort('asked'))
  const product = await startProduct(folder, port)
  product.ended.then(() => stopping.abort('died'))
  const running = { ...demo, url: product.url }
  try {
    await writeDemo(folder, running)
    const world = makeWorld(demo.seed)
    for (const line of describe(running, world.requesters[0]?.username ?? '')) say(line)
    await live(running, world, stopping.signal, say, options.speed)
    if (stopping.signal.reason !== 'asked')
      throw new Error('Watchdesk ended by itself; its last words are above.')
    say('Stopping …')
  } finally {
    await product.stop()
    await writeDemo(folder, { ...demo, url: null })
  }
}

function describe(demo: Demo & { url: string }, requester: string): string[] {
  return [
    '',
    `The demo is ready at ${demo.url}`,
    `Sign in with the password ${demo.password} as`,
    ...[...SIGN_INS, [requester, 'reports incidents']].map(
      ([name = '', what]) => `  ${name.padEnd(16)}${what}`,
    ),
    'Worth a look:',
    ...linksOf(demo).map(({ title, page }) => `  ${title}: ${demo.url}${page}`),
    'More happens on request, in another terminal: npm run demo -- --list',
    'From here on people are at work. Ctrl-C ends it; the next start goes on with the same data.',
    '',
  ]
}
