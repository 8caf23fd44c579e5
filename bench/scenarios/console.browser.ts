import type { Browser, Page } from 'playwright-core'
import { launch, signedIn } from '../../e2e/browser.ts'
import { percentile } from '../figures.ts'
import { atPace } from '../load/pace.ts'
import { apiOf, PASSWORD } from '../product.ts'
import type { Result, Sample } from '../result.ts'
import type { SourceKey, Stage } from '../stage.ts'

const UPDATES_PER_SECOND = 200
const BATCH = 10

interface Watched {
  fps: number
  /** Milliseconds between frames. */
  gaps: number[]
  shifts: number
  rowsSeen: number
}

/** The console in Chromium: first paint, scrolling, and a pointer that rests on a row while alerts come in. */
export async function measureBrowser(stage: Stage, source: SourceKey): Promise<Result[]> {
  const browser = await launch().catch((error: Error) => {
    stage.bench.say(
      `  no Chromium (Debian: chromium), so nothing is said of the page: ${error.message.split('\n')[0]}`,
    )
  })
  if (!browser) return []
  stage.stack.defer(() => browser.close())
  return measure(stage, source, browser)
}

async function measure(stage: Stage, source: SourceKey, browser: Browser): Promise<Result[]> {
  const { options, say } = stage.bench
  const { page } = await signedIn(browser, stage.api.url, { password: PASSWORD })
  await page.addInitScript(noteFirstRow)
  await open(page, `${stage.api.url}/noc/alerts`)
  const seconds = Math.max(3, options.seconds)
  const paints: Sample[] = []
  const rows: Sample[] = []
  const scrolls: Sample[] = []
  const busy: Sample[] = []
  const control: Sample[] = []
  for (let run = 0; run < options.runs; run++) {
    await open(page)
    const painted = await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      row: (window as unknown as { firstRow: number }).firstRow,
    }))
    paints.push({ value: painted.paint })
    rows.push({ value: painted.row })
    scrolls.push(sampleOf(await page.evaluate(watchScroll, seconds)))
    busy.push(await restOnRow(stage, source, page, seconds, { run, isPointed: true }))
    control.push(await restOnRow(stage, source, page, seconds, { run, isPointed: false }))
    say(
      `  console in Chromium, run ${run + 1}: first row after ${Math.round(painted.row)} ms, ${scrolls.at(-1)?.value} fps`,
    )
  }
  const row = (work: string, unit: string, ours: Sample[], aims: Result['aims']): Result => ({
    scenario: 'console',
    work: `console in Chromium: ${work}`,
    unit,
    lanes: { ours },
    aims,
  })
  const shiftsOf = (samples: Sample[]) =>
    samples.map(({ more, errors }) => ({ value: Number(more?.shifts), errors: errors ?? 0 }))
  return [
    row('first paint', 'ms', paints, [{ of: 'value', atMost: 1500 }]),
    row('first alert painted', 'ms', rows, [{ of: 'value', atMost: 1500 }]),
    row('scrolling (p99: between frames)', 'fps', scrolls, [{ of: 'value', atLeast: 58 }]),
    row(`with ${UPDATES_PER_SECOND} updates/s`, 'fps', busy, [{ of: 'value', atLeast: 58 }]),
    row('shifts of the row under the pointer meanwhile', 'shifts', shiftsOf(busy), [
      { of: 'value', atMost: 0 },
      { of: 'errors', atMost: 0 },
    ]),
    row('the same without the pointer (control: they must be seen)', 'shifts', shiftsOf(control), [
      { of: 'value', atLeast: 1 },
    ]),
  ]
}

async function open(page: Page, address?: string) {
  await (address ? page.goto(address) : page.reload())
  await page.locator('.wd-grid [role=row]', { hasText: 'sw-' }).first().waitFor()
}

/** Runs in the page, before anything of ours: when was the first alert painted? */
function noteFirstRow() {
  const look = () => {
    const row = [...document.querySelectorAll('.wd-grid [role=row]')].find((one) =>
      one.textContent?.includes('sw-'),
    )
    if (!row) return requestAnimationFrame(look)
    // The frame after the one that put it there: by then it has been painted.
    return requestAnimationFrame((now) => Object.assign(window, { firstRow: now }))
  }
  requestAnimationFrame(look)
}

/** Runs in the page. */
function watchScroll(seconds: number): Promise<Watched> {
  const grid = document.querySelector('.wd-grid') as HTMLElement
  grid.scrollTop = 0
  return new Promise((resolve) => {
    const gaps: number[] = []
    let began = 0
    let last = 0
    const step = (now: number) => {
      began ||= now
      if (last) gaps.push(now - last)
      last = now
      grid.scrollTop += 24
      if (now - began < seconds * 1000) return requestAnimationFrame(step)
      const rowsSeen = Math.round(grid.scrollTop / 32)
      return resolve({ fps: (gaps.length * 1000) / (now - began), gaps, shifts: 0, rowsSeen })
    }
    requestAnimationFrame(step)
  })
}

/** Runs in the page: which alert stands under the pointer, frame by frame? */
function watchPointer({ seconds, x, y }: { seconds: number; x: number; y: number }): Promise<Watched> {
  const under = () =>
    /sw-\w+/.exec(document.elementFromPoint(x, y)?.closest('[role=row]')?.textContent ?? '')?.[0]
  return new Promise((resolve) => {
    const gaps: number[] = []
    let [began, last, shifts, rowsSeen] = [0, 0, 0, 0]
    let held = under()
    const step = (now: number) => {
      began ||= now
      if (last) gaps.push(now - last)
      last = now
      const current = under()
      if (current) rowsSeen++
      if (current !== held) shifts++
      held = current
      if (now - began < seconds * 1000) return requestAnimationFrame(step)
      return resolve({ fps: (gaps.length * 1000) / (now - began), gaps, shifts, rowsSeen })
    }
    requestAnimationFrame(step)
  })
}

/** New critical alerts, which belong above all that is shown, and changes of earlier ones, half of each. */
async function restOnRow(
  { api }: Stage,
  { key }: SourceKey,
  page: Page,
  seconds: number,
  { run, isPointed }: { run: number; isPointed: boolean },
): Promise<Sample> {
  await page.evaluate(() => {
    ;(document.querySelector('.wd-grid') as HTMLElement).scrollTop = 0
  })
  const box = await page.locator('.wd-grid [role=row]', { hasText: 'sw-' }).nth(5).boundingBox()
  const [x, y] = [Math.round((box?.x ?? 0) + 400), Math.round((box?.y ?? 0) + 16)]
  if (isPointed) await page.mouse.move(x, y)
  const send = apiOf(api.url)
  const updates = atPace(UPDATES_PER_SECOND / BATCH, seconds, (turn) =>
    send('POST', `/am/${key}/api/v2/alerts`, batchOf(`${run}${isPointed ? 'p' : 'c'}`, turn)),
  )
  const [watched, failures] = await Promise.all([page.evaluate(watchPointer, { seconds, x, y }), updates])
  await page.mouse.move(0, 0)
  const sample = sampleOf(watched)
  return { ...sample, errors: failures.length + (watched.rowsSeen > 0 ? 0 : 1) }
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

function sampleOf({ fps, gaps, shifts, rowsSeen }: Watched): Sample {
  const line = gaps.toSorted((a, b) => a - b)
  return {
    value: fps,
    p99: percentile(line, 0.99),
    max: line.at(-1) ?? Number.NaN,
    more: { shifts, rows_seen: rowsSeen },
  }
}
