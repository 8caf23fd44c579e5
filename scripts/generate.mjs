// npm run generate: makes what is derived and committed (database types, openapi.json, the web's types, docs).
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = (command, args, cwd = root) => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

run('node', ['server/test/generate.ts', ...process.argv.slice(2)])
run(
  'node',
  [
    'node_modules/openapi-typescript/bin/cli.js',
    '../../openapi.json',
    '-o',
    '../../web/src/lib/api/schema.gen.ts',
  ],
  `${root}/tools/openapi`,
)
