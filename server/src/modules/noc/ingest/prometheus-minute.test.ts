import { describe, test } from 'vitest'
import { useTestServer } from '../../../../test/harness.ts'
import { hasProgram } from '../../../../test/programs.ts'
import { watchTargetFailAndReturn } from '../../../../test/prometheus.ts'

describe.skipIf(!hasProgram('prometheus'))('an unchanged Prometheus', () => {
  const server = useTestServer()

  test('does the same with its own minute between sends', { timeout: 180_000 }, () =>
    watchTargetFailAndReturn(server(), [], 90_000),
  )
})
