import { rotateSigningKey } from '../modules/core/operation.ts'
import { systemClock } from '../platform/clock.ts'
import { createLogger } from '../platform/log.ts'
import { admin } from './commands/admin.ts'
import { backup, restore } from './commands/backup.ts'
import { type Command, say, UsageError, withoutWords } from './commands/command.ts'
import { api, start, worker } from './commands/running.ts'
import { verifyTrail } from './commands/verify-audit.ts'
import { visit, visitThroughDoor } from './commands/visiting.ts'
import { readConfig } from './config.ts'
import { migrate } from './migrate.ts'

const USAGE = `watchdesk <command>
  start             everything in one process: database (unless DATABASE_URL is set), API, worker
  api               the API alone        (needs DATABASE_URL)
  worker            the worker alone     (needs DATABASE_URL)
  migrate           bring the database up to date and stop
  admin create      --organization <name> --username <name> [--email <address>] [--password-stdin]
  admin first       the first administrator, from WATCHDESK_ADMIN_*, where there is nobody yet
  admin reset-password  --username <name> [--password-stdin]
  admin list        every administrator
  rotate-keys       a new key for access tokens; those of the old one hold until they expire
  backup <file>     write everything into one new file, while others go on working
  backup --verify <file>  read a backup to its end and compare it with itself
  restore <file>    fill an empty DATA_DIR or database from a backup
  verify-audit      hold the audit trail against its hashes and its signed heads`

const COMMANDS: Record<string, Command> = {
  start: withoutWords(start),
  api: withoutWords(api),
  worker: withoutWords(worker),
  migrate: withoutWords(({ config }) =>
    visit(config, async ({ address }) => {
      const applied = await migrate(address)
      say(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date')
    }),
  ),
  admin,
  'rotate-keys': withoutWords(async ({ config }) => {
    const kid = await visitThroughDoor(config, ({ pool }) => rotateSigningKey(pool, systemClock))
    say(`The key ${kid} signs access tokens in ten seconds.`)
  }),
  backup,
  restore,
  'verify-audit': withoutWords(verifyTrail),
}

export async function runCommand([command = 'help', ...words]: string[]) {
  const run = COMMANDS[command]
  if (!run) {
    say(USAGE)
    if (command !== 'help') process.exitCode = 2
    return
  }
  const config = readConfig()
  try {
    await run({ config, log: createLogger(config.logLevel), words })
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    say(`${error.message}\n\n${USAGE}`)
    process.exitCode = 2
  }
}
