import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes a minute or more, mostly waiting: begun last, all else would be over and wait for it. */
export const LONG = ['prometheus-minute', 'list-costs', 'app/commands', 'verify-audit', 'worker-takeover']

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) =>
      LONG.some((name) => moduleId.endsWith(`${name}.test.ts`))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
