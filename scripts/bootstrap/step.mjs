const quietMilliseconds = 2000
const out = process.stderr

/** An error whose message is all that a person needs: printed without a stack. */
export const plainError = (message) => Object.assign(new Error(message), { plain: true })

/**
 * Runs `work`; once it takes longer than two seconds a line tells so, counting on a terminal, plain elsewhere.
 * `closes` is false for a caller that prints the outcome itself.
 */
export async function step(label, work, { closes = true } = {}) {
  const begun = Date.now()
  const line = () => `${label} … ${Math.round((Date.now() - begun) / 1000)} s`
  let shown = false
  const timer = setInterval(() => {
    if (Date.now() - begun < quietMilliseconds) return
    if (out.isTTY) out.write(`\r${line()}`)
    else if (!shown) out.write(`${label} …\n`)
    shown = true
  }, 500)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (shown && out.isTTY) out.write('\r\x1b[K')
    if (shown && closes) out.write(`${line()}\n`)
  }
}
