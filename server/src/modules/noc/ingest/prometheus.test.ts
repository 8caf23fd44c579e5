import { describe, test } from 'vitest'
import { useTestServer } from '../../../../test/harness.ts'
import { hasProgram } from '../../../../test/programs.ts'
import { watchTargetFailAndReturn } from '../../../../test/prometheus.ts'

describe.skipIf(!hasProgram('prometheus'))('an unchanged Prometheus', () => {
  const server = useTestServer()

  test(
    'raises one alert, re-sends it without a second row or event, and resolves it when the target returns',
    { timeout: 90_000 },
    () => watchTargetFailAndReturn(server(), ['--rules.alert.resend-delay=2s'], 20_000),
  )
})
