import { defineConfig } from 'vitest/config'
import { PATIENCE_MS } from './test/patience.ts'
import { LongFirst } from './test/sequence.ts'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/cluster.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    maxWorkers: 3,
    // A third of the time went into loading the same modules for each file anew.
    isolate: false,
    sequence: { sequencer: LongFirst },
    // Of all of them, by `npm test`. Processes that tests start are left out: their code is not transformed as ours is, so
    // that V8 has other branches for the same file, and they would be counted twice.
    coverage: {
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.{fixture,fixtures}.ts'],
      reporter: ['json-summary'],
      reportsDirectory: '../.tmp/coverage',
    },
  },
})
