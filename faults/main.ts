import { fileURLToPath } from 'node:url'
import { readOptions } from './options.ts'
import { runFaults } from './run.ts'

const options = readOptions(process.argv.slice(2))
const folder = fileURLToPath(new URL(`../.tmp/faults/${options.seed}`, import.meta.url))
const isSound = await runFaults(options, folder, (line) => console.log(line))
process.exit(isSound ? 0 : 1)
