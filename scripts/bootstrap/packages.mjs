import { existsSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isPinnedPlatform } from './platform.mjs'
import { run } from './run.mjs'
import { hashFiles, readStamp, writeStamp } from './stamp.mjs'
import { plainError, step } from './step.mjs'

const stampFile = (root) => join(root, 'node_modules/.watchdesk-packages')
const installing = 'installing'
const pinnedNode = (root) => join(root, 'node_modules/.bin/node')

/** The Node that runs Watchdesk: the pinned one, or the host's where none is published. */
export const projectNode = (root) => (existsSync(pinnedNode(root)) ? pinnedNode(root) : process.execPath)

const workspaceFolders = (root) => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces

/** Hash of everything that decides what npm installs here. */
export function packagesHash(root) {
  const folders = workspaceFolders(root)
  const files = ['package.json', 'package-lock.json', ...folders.map((folder) => `${folder}/package.json`)]
  return hashFiles(root, files, `${process.platform}-${process.arch}`)
}

export const packagesAreFresh = (root) => readStamp(stampFile(root)) === packagesHash(root)

/** Inside `npm start` npm names itself and its Node; by hand it is whatever `npm` is on the path. */
function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  const isNpm = script !== undefined && basename(script).startsWith('npm')
  return isNpm ? [node ?? process.execPath, script] : ['npm']
}

/** npm goes on for long after SIGTERM, so it is killed; what it left half done goes too, or npm stumbles over it. */
function clearInterrupted(root) {
  if (readStamp(stampFile(root)) !== installing) return
  for (const folder of ['', ...workspaceFolders(root)]) {
    rmSync(join(root, folder, 'node_modules'), { recursive: true, force: true })
  }
}

function runInstall(root) {
  const [command, ...script] = npmCommand()
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  // The pinned Node is an optional and Vite a development dependency: wanted whatever NODE_ENV or npmrc omit.
  const wanted = ['--include=dev', '--include=optional']
  return run(command, [...script, 'install', ...flags, ...wanted], { cwd: root, stopSignal: 'SIGKILL' })
}

/** Installs what package.json and the lockfile say and stamps node_modules, which an interruption leaves unstamped. */
export async function installPackages(root) {
  clearInterrupted(root)
  const hash = packagesHash(root)
  writeStamp(stampFile(root), installing)
  const { code, output } = await step('installing packages', () => runInstall(root))
  if (code !== 0) {
    rmSync(stampFile(root), { force: true })
    throw plainError(
      `${output}\n\nnpm could not install the packages (exit code ${code}, reason above). Check that this machine ` +
        `reaches the npm registry (npm ping) and that the disk has room (about 1 GB), then run the command again.`,
    )
  }
  if (isPinnedPlatform() && !existsSync(pinnedNode(root))) {
    throw plainError(`npm left out the pinned Node 24 (${pinnedNode(root)}). Run the command again.`)
  }
  writeStamp(stampFile(root), hash)
}
