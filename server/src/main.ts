import { runCommand } from './app/commands.ts'

try {
  await runCommand(process.argv.slice(2))
} catch (error) {
  process.stderr.write(
    `\nWatchdesk could not do this: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exit(1)
}
