import { plainError } from './step.mjs'

function hasGlibc() {
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime !== undefined
}

/** Where the pinned Node and the embedded PostgreSQL are published: Linux on x64 and arm64 (they want glibc). */
export const isPinnedPlatform = () => process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)

/** Elsewhere Watchdesk runs on the host's own Node 24 and PostgreSQL; on Windows npm has no `exec`. */
function runsOnHost() {
  const ownNodeSuffices = Number(process.versions.node.split('.')[0]) >= 24
  return process.platform !== 'win32' && ownNodeSuffices && Boolean(process.env.DATABASE_URL)
}

export function refuseUnsupportedPlatform() {
  if (isPinnedPlatform() ? hasGlibc() : runsOnHost()) return
  throw plainError(
    `Watchdesk brings its own Node and PostgreSQL for Linux with glibc on x64 and arm64; this is ${process.platform} ` +
      `on ${process.arch}, Node ${process.version}. Use such a machine or container (macOS and other Linux: Node 24 ` +
      `and DATABASE_URL naming a PostgreSQL 15 or newer will do).`,
  )
}
