const quietMilliseconds = 2000

/** An error whose message is all that a person needs: printed without a stack. */
export const plainError = (message) => Object.assign(new Error(message), { plain: true })

/** Runs `work`; once it takes longer than two seconds a line tells so, counting on a terminal, plain elsewhere. */
export async function step(label, work, out = process.stderr) {
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
    if (shown) out.write(out.isTTY ? `\r${line()}\n` : `${line()}\n`)
  }
}
