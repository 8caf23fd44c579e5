import type { Browser, Page } from 'playwright-core'
import { launch, screenshot, signedIn } from '../../e2e/browser.ts'
import { percentile, sorted } from '../figures.ts'
import { atPace } from '../load/pace.ts'
import { apiOf, PASSWORD } from '../product.ts'
import type { Aim, Result, Sample } from '../result.ts'
import type { SourceKey, Stage } from '../stage.ts'
import { type Frames, noteFirstRow, paintTimes, sixthRow, watchPoint, watchScroll } from './console.frames.ts'

const UPDATES_PER_SECOND = 200
const BATCH = 10
/** 1,440 pixels or 45 rows a second: as fast as one can still read. */
const SCROLLED = 24

const within = (atMost: number): Aim[] => [{ of: 'value', atMost }]
const smooth: Aim[] = [{ of: 'value', atLeast: 58 }]

/** What is looked at, in the order of the table. Each run of the page gives every one of them a sample. */
const LOOKS = {
  paint: { work: 'first paint', unit: 'ms', aims: within(1500) },
  row: { work: 'first alert painted', unit: 'ms', aims: within(1500) },
  still: { work: 'nothing moves (what this machine can do)', unit: 'fps', aims: [] },
  scroll: { work: 'scrolling', unit: 'fps', aims: smooth },
  median: { work: 'scrolling, from frame to frame, median', unit: 'ms', aims: within(17) },
  late: { work: 'scrolling, from frame to frame, 95 of 100 within', unit: 'ms', aims: within(34) },
  busy: { work: `with ${UPDATES_PER_SECOND} updates/s`, unit: 'fps', aims: smooth },
  shifts: {
    work: 'shifts of the row under the pointer meanwhile',
    unit: 'shifts',
    aims: [...within(0), { of: 'errors', atMost: 0 }],
  },
  control: {
    work: 'the same without the pointer (control: they must be seen)',
    unit: 'shifts',
    aims: [
      { of: 'value', atLeast: 1 },
      { of: 'errors', atMost: 0 },
    ],
  },
} satisfies Record<string, { work: string; unit: string; aims: Aim[] }>
type Look = keyof typeof LOOKS

/** The console in Chromium: first paint, scrolling, and a pointer that rests on a row while alerts come in. */
export async function measureBrowser(stage: Stage, source: SourceKey): Promise<Result[]> {
  const browser = await launch().catch((error: Error) => {
    stage.bench.say(
      `  no Chromium (Debian: chromium), so nothing is said of the page: ${error.message.split('\n')[0]}`,
    )
  })
  if (!browser) return []
  stage.stack.defer(() => browser.close())
  const runs = await lookAt(stage, source, browser)
  return Object.entries(LOOKS).map(([look, { work, unit, aims }]) => ({
    scenario: 'console',
    work: `console in Chromium: ${work}`,
    unit,
    lanes: { ours: runs.map((samples) => samples[look as Look]) },
    aims,
  }))
}

async function lookAt(stage: Stage, source: SourceKey, browser: Browser) {
  const { options, say } = stage.bench
  const { page } = await signedIn(browser, stage.api.url, { password: PASSWORD })
  await page.addInitScript(noteFirstRow)
  await open(page, `${stage.api.url}/noc/alerts`)
  const seconds = Math.max(3, options.seconds)
  const runs: Record<Look, Sample>[] = []
  for (let run = 0; run < options.runs; run++) {
    await open(page)
    const { paint, row } = await page.evaluate(paintTimes)
    const still = sampleOf(await page.evaluate(watchScroll, { seconds: 1, pixels: 0 }))
    const scrolled = await page.evaluate(watchScroll, { seconds, pixels: SCROLLED })
    await screenshot(page, 'console-scrolled')
    const pointed = await restOnRow(stage, source, page, seconds, { run, isPointed: true })
    const unpointed = await restOnRow(stage, source, page, seconds, { run, isPointed: false })
    const gaps = sorted(scrolled.gaps)
    const samples = {
      paint: { value: paint },
      row: { value: row },
      still,
      scroll: sampleOf(scrolled),
      median: { value: percentile(gaps, 0.5) },
      late: { value: percentile(gaps, 0.95) },
      busy: pointed.frames,
      shifts: pointed.shifts,
      control: unpointed.shifts,
    }
    runs.push(samples)
    say(
      `  console in Chromium, run ${run + 1}: first row after ${Math.round(row)} ms, ${Math.round(scrolled.fps)} fps`,
    )
  }
  return runs
}

async function open(page: Page, address?: string) {
  await (address ? page.goto(address) : page.reload())
  await page.locator('.wd-grid [role=row]', { hasText: 'sw-' }).first().waitFor()
}

/** New critical alerts, which belong above all that is shown, and changes of earlier ones, half of each. */
async function restOnRow(
  { api }: Stage,
  { key }: SourceKey,
  page: Page,
  seconds: number,
  { run, isPointed }: { run: number; isPointed: boolean },
) {
  const { x, y } = await page.evaluate(sixthRow)
  if (isPointed) await page.mouse.move(x, y)
  const send = apiOf(api.url)
  const updates = atPace(UPDATES_PER_SECOND / BATCH, seconds, (turn) =>
    send('POST', `/am/${key}/api/v2/alerts`, batchOf(`${run}${isPointed ? 'p' : 'c'}`, turn)),
  )
  const [watched, failures] = await Promise.all([page.evaluate(watchPoint, { seconds, x, y }), updates])
  await screenshot(page, isPointed ? 'console-pointed' : 'console-unpointed')
  await page.mouse.move(0, 0)
  const errors = failures.length + (watched.seen > 0 ? 0 : 1)
  return {
    frames: sampleOf(watched),
    shifts: { value: watched.shifts, errors, more: { frames_with_a_row: watched.seen } },
  }
}

function batchOf(run: string, turn: number) {
  return Array.from({ length: BATCH }, (_, item) => {
    const isNew = item % 2 === 0
    const device = isNew ? `sw-live${run}x${turn}x${item}` : `sw-known${item + 10 * (turn % 20)}`
    return {
      labels: { alertname: 'LinkDown', device, severity: isNew || turn % 40 < 20 ? 'critical' : 'high' },
      annotations: { summary: `Interface Gi0/1 on ${device} is down` },
    }
  })
}

function sampleOf({ fps, gaps }: Frames): Sample {
  const line = sorted(gaps)
  return { value: fps, p99: percentile(line, 0.99), max: line.at(-1) ?? Number.NaN }
}
