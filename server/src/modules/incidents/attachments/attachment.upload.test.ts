import { readdir, readlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../../../../test/contract/world.ts'
import { eventually, type Person, unique, useTestServer } from '../../../../test/harness.ts'
import { attach, PNG, pictureOf, rawForm, sendForm } from '../../../../test/uploads.ts'

const server = useTestServer()
const MOST = 1024 * 1024 // what the harness sets
let person: Person
let incident_id: number
beforeAll(async () => {
  person = server().tenant.administrator
  incident_id = (await person.post('/api/v1/incidents/', { title: unique('Incident') })).body.id
})

const send = (name: string, content: Buffer | string, type?: string) =>
  attach(person, { incident_id }, { name, content, ...(type ? { type } : {}) })
const sendAs = (disposition: string | Buffer, content?: Buffer) => {
  const { body, type } = rawForm(incident_id, disposition, content)
  return sendForm(person, body, type)
}
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const HTML = '<!doctype html><script>alert(1)</script>'
/** A zip with one stored entry. */
const zipOf = (entry: string, content: string) => {
  const name = Buffer.from(entry)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt32LE(content.length, 18)
  head.writeUInt32LE(content.length, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name, Buffer.from(content), Buffer.from('PK\u0001\u0002')])
}

test.each<[name: string, content: Buffer | string, mime: string]>([
  ['shot.png', PNG, 'image/png'],
  ['SHOT.PNG', PNG, 'image/png'],
  ['photo.jpeg', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'), 'image/jpeg'],
  ['anim.gif', 'GIF89a\u0001\u0000\u0001\u0000', 'image/gif'],
  ['manual.pdf', '%PDF-1.7\n%âãÏÓ\n', 'application/pdf'],
  ['logs.zip', zipOf('router.log', 'up'), 'application/zip'],
  [
    'report.odt',
    zipOf('mimetype', 'application/vnd.oasis.opendocument.text'),
    'application/vnd.oasis.opendocument.text',
  ],
  ['router.log', '2026-01-01 up \u001b[31mred\u001b[0m\n', 'text/plain'],
  ['windows.log', Buffer.from('\ufeffDrucker läuft', 'utf16le'), 'text/plain'],
  ['old.txt', Buffer.from('Stra\u00dfe', 'latin1'), 'text/plain'],
  ['alerts.csv', 'a,b\n1,2\n', 'text/csv'],
  ['state.json', '{"a":1}', 'application/json'],
  ['page.txt', HTML, 'text/plain'],
])('%s is taken, and its type is what it is: %#', async (name, content, mime) => {
  const { status, body } = await send(name, content, 'text/html')
  expect({ status, mime: body.mime, filename: body.filename }).toEqual({ status: 201, mime, filename: name })
})

test.each<[name: string, content: Buffer | string]>([
  ['page.png', HTML],
  ['logo.png', SVG],
  ['notes.png', 'just words'],
  ['photo.jpg', PNG],
  ['shot.txt', PNG],
  ['tool.log', Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000\u0000')],
  ['blob.txt', Buffer.from('words\u0000more')],
  ['report.docx', zipOf('router.log', 'up')],
  ['macros.zip', zipOf('mimetype', 'application/vnd.oasis.opendocument.text')],
  ['half.png', PNG.subarray(0, 5)],
])('%s whose content is something else is refused', async (name, content) => {
  expectProblem(await send(name, content, 'image/png'), 422, 'file')
})

test.each([
  'page.html',
  'page.htm',
  'logo.svg',
  'feed.xml',
  'run.exe',
  'run.sh',
  'run.js',
  'page.xhtml',
  'shot.png.html',
  'none',
  '.png',
  'shot.',
  '__proto__',
  'a.constructor',
  'shot.png/x',
])('the name %s is refused, whatever the content', async (name) => {
  for (const content of [PNG, HTML]) expectProblem(await send(name, content, 'image/png'), 422, 'file')
})

test('a picture that is a page as well is stored as the picture', async () => {
  const { status, body } = await send('both.gif', `GIF89a/*${HTML}*/`, 'text/html')
  expect({ status, mime: body.mime }).toEqual({ status: 201, mime: 'image/gif' })
})

test.each([
  ['../../etc/x.png', 'x.png'],
  ['..\\..\\windows\\x.png', 'x.png'],
  ['C:\\shots\\x.png', 'x.png'],
  ['...x.png', 'x.png'],
  ['a\u202egnp.exe.png', 'agnp.exe.png'],
  ['zero\u200bwidth.png', 'zerowidth.png'],
  ['Überblick 图 🙂.png', 'Überblick 图 🙂.png'],
  ['u\u0308.png', 'ü.png'],
  [' spaces .png ', 'spaces .png'],
  ['a<b>:c|d?e*.png', 'abcde.png'],
])('of the name %j %j is kept', async (name, kept) => {
  const { status, body } = await send(name, PNG)
  expect({ status, filename: body.filename }).toEqual({ status: 201, filename: kept })
})

test('a long name is cut before its ending, between characters', async () => {
  for (const letter of ['x', '🙂']) {
    const { status, body } = await send(`${letter.repeat(600)}.png`, PNG)
    expect({ status, filename: body.filename }).toEqual({
      status: 201,
      filename: `${letter.repeat(251)}.png`,
    })
  }
})

test('a name with NUL or a line break in it is cleaned, and the ending that is left decides', async () => {
  const named = (name: string) => sendAs(Buffer.from(`name="file"; filename="${name}"`))
  expect((await named('a\u0000b.png')).body.filename).toBe('ab.png')
  expectProblem(await named('a.png\u0000.html'), 422, 'file')
  expect((await named('a%0d%0ab.png')).status).toBe(201)
  expect((await sendAs(`name="file"; filename*=UTF-8''%2e%2e%2f%e2%80%aex.png`)).body.filename).toBe('x.png')
  for (const bytes of ['ff', 'c328', 'eda080']) {
    const broken = Buffer.concat([
      Buffer.from('name="file"; filename="'),
      Buffer.from(bytes, 'hex'),
      Buffer.from('.png"'),
    ])
    expect((await sendAs(broken)).status).toBe(201)
  }
})

test('an empty file is refused', async () => {
  expectProblem(await send('empty.log', ''), 422, 'file')
  expectProblem(await send('empty.png', ''), 422, 'file')
})

test('a file of the largest size is taken, of one byte more it is refused, and so is one far beyond', async () => {
  const { status, body } = await send('largest.png', pictureOf(MOST))
  expect({ status, size: body.size }).toEqual({ status: 201, size: MOST })
  for (const more of [1, 100_000, MOST])
    expectProblem(await send('larger.png', pictureOf(MOST + more)), 413, 'file')
})

test('two files in one request, and files of another name, are refused', async () => {
  const form = new FormData()
  form.append('incident_id', String(incident_id))
  form.append('file', new Blob([PNG]), 'a.png')
  form.append('file', new Blob([PNG]), 'b.png')
  expectProblem(await sendForm(person, form), 400, 'file')
  const other = new FormData()
  other.append('incident_id', String(incident_id))
  other.append('picture', new Blob([PNG]), 'a.png')
  expectProblem(await sendForm(person, other), 400, 'picture')
})

test('what is no multipart body is refused without an error of ours', async () => {
  const { body, type } = rawForm(incident_id, 'name="file"; filename="a.png"')
  expectProblem(await sendForm(person, body, 'multipart/form-data'), 400)
  expectProblem(await sendForm(person, body, 'multipart/form-data; boundary=other'), 400)
  expectProblem(await sendForm(person, body.subarray(0, body.length - 30), type), 400)
  expectProblem(await sendForm(person, Buffer.from('x'), type), 400)
  expectProblem(await sendForm(person, Buffer.alloc(0), type), 400)
  expectProblem(await sendForm(person, body, 'image/png'), 415)
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const form = new FormData()
    form.append(name, 'x')
    expectProblem(await sendForm(person, form), 400)
  }
})

const stored = async () =>
  (
    await server().sql(`select (select count(*) from app.files) as files, (select count(*) from app.file_chunks) as chunks,
    (select count(*) from app.incident_attachments) as attachments`)
  )[0]
/** Files of uploads that this process has open: without a name, so nowhere but here. */
async function spooled() {
  const open = await readdir('/proc/self/fd')
  const paths = await Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  return paths.filter((path) => path.startsWith(join(tmpdir(), 'watchdesk-')) && path.endsWith('(deleted)'))
}

test('an upload that is cut leaves nothing: no row, no file', async () => {
  const before = await stored()
  const { body, type } = rawForm(incident_id, 'name="file"; filename="cut.png"', pictureOf(600_000))
  const { port } = new URL(server().url)
  for (const share of [0.3, 0.9, 0.9999]) {
    const socket = connect(Number(port), '127.0.0.1')
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.write(
      `POST /api/v1/incident-attachments/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${person.token}\r\n` +
        `Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    await new Promise((resolve) => socket.write(body.subarray(0, Math.floor(body.length * share)), resolve))
    socket.destroy()
  }
  await eventually('the server to let go', async () => (await spooled()).length === 0)
  expect((await send('whole.png', PNG)).status).toBe(201)
  const after = await stored()
  expect(after).toEqual({
    files: before!.files + 1,
    chunks: before!.chunks + 1,
    attachments: before!.attachments + 1,
  })
  expect(await spooled()).toEqual([])
})
