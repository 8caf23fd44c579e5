import { createInterface } from 'node:readline/promises'
import { listAdministrators, resetPassword } from '../../modules/core/operation.ts'
import { createAdministrator, describeAdministrators, generatePassword } from '../admin.ts'
import { ensureFirstTenant } from '../first-tenant.ts'
import { type Call, type Command, parseWords, say, UsageError } from './command.ts'
import { visitThroughDoor } from './visiting.ts'

const STDIN = { 'password-stdin': { type: 'boolean' } } as const

export const admin: Command = async ({ words: [action = '', ...words], ...call }) => {
  const run = ACTIONS[action]
  if (!run) throw new UsageError(`There is no \`admin ${action}\`.`)
  await run({ ...call, words })
}

const ACTIONS: Record<string, Command> = { create, 'reset-password': reset, list, first }

async function create({ config, words }: Call) {
  const text = { type: 'string' } as const
  const { values } = parseWords(words, { organization: text, username: text, email: text, ...STDIN })
  const { organization, username, email = `${username}@${new URL(config.publicUrl).hostname}` } = values
  if (!organization || !username) throw new UsageError('--organization and --username are needed.')
  const { password, isGiven } = await readPassword(values['password-stdin'])
  const done = await visitThroughDoor(config, ({ door }) =>
    createAdministrator(
      door,
      { organization, username: username.toLowerCase(), email, password },
      config.signIn.passwords,
    ),
  )
  say(done)
  if (!isGiven) say(`The password is ${password} (shown this once)`)
}

async function reset({ config, words }: Call) {
  const { values } = parseWords(words, { username: { type: 'string' }, ...STDIN })
  const { username } = values
  if (!username) throw new UsageError('--username is needed.')
  const { password, isGiven } = await readPassword(values['password-stdin'])
  const { passwords } = config.signIn
  await visitThroughDoor(config, ({ door }) => resetPassword(door, username, password, passwords))
  say(`${username} has a new password and is signed out everywhere.`)
  if (!isGiven) say(`The password is ${password} (shown this once)`)
}

async function list({ config, words }: Call) {
  parseWords(words, {})
  say(describeAdministrators(await visitThroughDoor(config, ({ door }) => listAdministrators(door))))
}

/** For installations that set themselves up: as `start` does, and nothing where there is somebody. */
async function first({ config, words }: Call) {
  parseWords(words, {})
  const newcomer = await visitThroughDoor(config, ({ door }) => ensureFirstTenant(config, door))
  say(newcomer ?? 'There is somebody already.')
}

/** Never from the command line, which everybody on the machine can read. */
async function readPassword(isGiven = false): Promise<{ password: string; isGiven: boolean }> {
  if (!isGiven) return { password: generatePassword(), isGiven }
  const lines = createInterface({ input: process.stdin })
  for await (const password of lines) {
    lines.close()
    return { password, isGiven }
  }
  throw new Error('--password-stdin: there was no line on the standard input.')
}
