/** Calls at an even pace, without waiting for the one before: an answer that comes late delays nobody. @returns the failures */
export async function atPace(perSecond: number, seconds: number, call: (turn: number) => Promise<unknown>) {
  const count = Math.round(perSecond * seconds)
  const began = performance.now()
  const failures: Error[] = []
  const running: Promise<unknown>[] = []
  for (let turn = 0; turn < count; turn++) {
    const rest = began + (turn * 1000) / perSecond - performance.now()
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest))
    running.push(call(turn).catch((error: Error) => failures.push(error)))
  }
  await Promise.all(running)
  return failures
}
