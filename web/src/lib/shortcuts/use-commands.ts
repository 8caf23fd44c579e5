import { useEffect, useEffectEvent } from 'react'
import { type Command, register } from './registry.ts'

/**
 * Offers commands while the component is shown. `run` may change with every render; a new registration happens only when the ids,
 * titles or keys do.
 */
export function useCommands(offered: readonly Command[], layer: 'base' | 'page' = 'page') {
  const run = useEffectEvent((id: string) => offered.find((command) => command.id === id)?.run())
  const shape = JSON.stringify(offered)
  useEffect(() => {
    const fixed = JSON.parse(shape) as Omit<Command, 'run'>[]
    return register(
      fixed.map((command) => ({ ...command, run: () => run(command.id) })),
      layer,
    )
  }, [shape, layer])
}
