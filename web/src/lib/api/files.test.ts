import { expect, test, vi } from 'vitest'
import { saveFile, uploadFile } from './files.ts'

/** Stands in for the browser's request: answers by the token it was sent with. */
function fakeRequests(answers: Record<string, { status: number; body: object } | 'network'>) {
  const sent: { method: string; path: string; token: string; form: FormData }[] = []
  class FakeRequest {
    upload: { onprogress?: (event: object) => void } = {}
    onload = () => {}
    onerror = () => {}
    onabort = () => {}
    onloadend = () => {}
    status = 0
    responseText = ''
    token = ''
    opened: [string, string] = ['', '']
    open = (method: string, path: string) => {
      this.opened = [method, path]
    }
    setRequestHeader = (_: string, value: string) => {
      this.token = value
    }
    getResponseHeader = () => null
    abort = () => this.onabort()
    send = (form: FormData) => {
      sent.push({ method: this.opened[0], path: this.opened[1], token: this.token, form })
      this.upload.onprogress?.({ loaded: 1, total: 4, lengthComputable: true })
      const answer = answers[this.token]
      if (!answer) return
      if (answer === 'network') return this.onerror()
      this.status = answer.status
      this.responseText = JSON.stringify(answer.body)
      this.onload()
      this.onloadend()
    }
  }
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
  return sent
}

const session = { token: async () => 'old', renew: async () => 'new' }
const file = new File(['up'], 'router.log')
const send = (sending = {}) => uploadFile(session, '/files/', { incident_id: 7 }, file, sending)

test('a file goes out with its fields and the token, and tells how far it has come', async () => {
  const sent = fakeRequests({ 'Bearer old': { status: 201, body: { id: 3 } } })
  const onProgress = vi.fn()
  expect(await send({ onProgress })).toEqual({ id: 3 })
  expect(sent).toMatchObject([{ method: 'POST', path: '/files/', token: 'Bearer old' }])
  expect(Object.fromEntries(sent[0]!.form)).toMatchObject({ incident_id: '7', file: { name: 'router.log' } })
  expect(onProgress).toHaveBeenCalledWith(0.25)
})

test('after a 401 it is sent once more with a new token', async () => {
  const sent = fakeRequests({
    'Bearer old': { status: 401, body: {} },
    'Bearer new': { status: 201, body: { id: 3 } },
  })
  expect(await send()).toEqual({ id: 3 })
  expect(sent).toHaveLength(2)
})

test('a refusal is a Problem, and so is a line that broke', async () => {
  const body = { title: 'Refused', status: 413, code: 'too_large', detail: 'file: too large' }
  fakeRequests({ 'Bearer old': { status: 413, body } })
  await expect(send()).rejects.toMatchObject({ status: 413, code: 'too_large', message: 'file: too large' })
  fakeRequests({ 'Bearer old': 'network' })
  await expect(send()).rejects.toMatchObject({ status: 0, code: 'network' })
})

test('it can be stopped on its way, and before', async () => {
  fakeRequests({})
  const stop = new AbortController()
  const sending = send({ signal: stop.signal })
  await Promise.resolve()
  stop.abort()
  await expect(sending).rejects.toMatchObject({ name: 'AbortError' })
  await expect(send({ signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' })
})

test('a download is saved under its name', () => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
  const saved: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(`${this.href} ${this.download}`)
  })
  saveFile(new Blob(['up']), 'router.log')
  expect(saved).toEqual(['blob:x router.log'])
})
