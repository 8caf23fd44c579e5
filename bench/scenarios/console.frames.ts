// These functions run in the page, and so use nothing but what they hold themselves.

export interface Frames {
  fps: number
  /** Milliseconds between frames. */
  gaps: number[]
}

export interface Watched extends Frames {
  /** How often another alert stood under the pointer than a frame before. */
  shifts: number
  /** Frames in which one stood there at all. */
  seen: number
}

/** Before anything of ours: when was the first alert painted? */
export function noteFirstRow() {
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

export const paintTimes = () => ({
  paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  row: (window as unknown as { firstRow: number }).firstRow,
})

/** Frames while the list moves by `pixels` in each. */
export function watchScroll({ seconds, pixels }: { seconds: number; pixels: number }): Promise<Frames> {
  const grid = document.querySelector('.wd-grid') as HTMLElement
  grid.scrollTop = 0
  return new Promise((resolve) => {
    const gaps: number[] = []
    let [began, last] = [0, 0]
    const step = (now: number) => {
      began ||= now
      if (last) gaps.push(now - last)
      last = now
      grid.scrollTop += pixels
      if (now - began < seconds * 1000) return requestAnimationFrame(step)
      return resolve({ fps: (gaps.length * 1000) / (now - began), gaps })
    }
    requestAnimationFrame(step)
  })
}

/** Back to the top, and where the middle of the sixth row is, once two frames have found it in the same place. */
export function sixthRow(): Promise<{ x: number; y: number }> {
  const grid = document.querySelector('.wd-grid') as HTMLElement
  grid.scrollTop = 0
  return new Promise((resolve) => {
    let before: DOMRect | undefined
    const look = () => {
      const row = [...grid.querySelectorAll('[role=row]')].filter((one) =>
        one.textContent?.includes('sw-'),
      )[5]
      const box = row?.getBoundingClientRect()
      if (box && box.y === before?.y)
        return resolve({ x: Math.round(box.x + 400), y: Math.round(box.y + box.height / 2) })
      before = box
      return requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

/** Which alert stands at a point, frame by frame? */
export function watchPoint({ seconds, x, y }: { seconds: number; x: number; y: number }): Promise<Watched> {
  const at = () =>
    /sw-\w+/.exec(document.elementFromPoint(x, y)?.closest('[role=row]')?.textContent ?? '')?.[0]
  return new Promise((resolve) => {
    const gaps: number[] = []
    let [began, last, shifts, seen] = [0, 0, 0, 0]
    let held = at()
    const step = (now: number) => {
      began ||= now
      if (last) gaps.push(now - last)
      last = now
      const current = at()
      if (current) seen++
      if (current !== held) shifts++
      held = current
      if (now - began < seconds * 1000) return requestAnimationFrame(step)
      return resolve({ fps: (gaps.length * 1000) / (now - began), gaps, shifts, seen })
    }
    requestAnimationFrame(step)
  })
}
