import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { ROOT } from './processes.ts'

/** Where and on what the figures were taken. */
export function describeMachine(postgres: string) {
  const git = (...args: string[]) => {
    try {
      return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim()
    } catch {
      return ''
    }
  }
  return {
    at: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    postgres,
    commit: git('rev-parse', '--short', 'HEAD') || 'unknown',
    has_changes: git('status', '--porcelain', '--', 'server', 'web') !== '',
    load_before: loadavg()[0] ?? 0,
  }
}

export type Machine = ReturnType<typeof describeMachine>
