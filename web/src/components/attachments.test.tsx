import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Problem } from '../lib/api/problem.ts'
import { renderWith } from '../test/render.tsx'
import { Attachments } from './attachments.tsx'
import type { Upload } from './upload-box.tsx'

const shot = {
  id: 1,
  filename: 'rack.png',
  size: 1_468_006,
  created_at: '2026-01-02T03:04:05Z',
  visibility: 'internal',
  description: 'The rack',
  uploaded_by: { name: 'Ana Kovač' },
}
const log = { ...shot, id: 2, filename: 'router.log', size: 900, visibility: 'public', description: '' }
const nothing = () => {}
const input = () => document.querySelector<HTMLInputElement>('input[type=file]') as HTMLInputElement
const fileOf = (name: string, size = 5) => new File(['x'.repeat(size)], name)

function renderUpload(send: Upload['send'], more: Partial<Upload> = {}) {
  const upload = { send, maxBytes: 1000, ...more }
  return renderWith(<Attachments files={[]} onDownload={nothing} upload={upload} />)
}

test('each file stands with its size, who attached it, and whether it is for the staff only', () => {
  renderWith(<Attachments files={[shot, log]} onDownload={nothing} />)
  const [first, second] = screen.getAllByRole('listitem')
  expect(first?.textContent).toMatch(/rack\.png.*1\.4 MB.*Ana Kovač.*The rack/)
  expect(within(first!).getByLabelText('Internal')).toBeTruthy()
  expect(second?.textContent).toMatch(/router\.log.*900 byte/)
  expect(within(second!).queryByLabelText('Internal')).toBeNull()
})

test('without the right, nothing can be attached or deleted', () => {
  renderWith(<Attachments files={[shot]} onDownload={nothing} />)
  const names = screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'))
  expect(names).toEqual(['Download rack.png'])
  expect(input()).toBeNull()
})

test('a file is downloaded, and deleted after a question', async () => {
  const onDownload = vi.fn()
  const onDelete = vi.fn()
  const canDelete = ({ id }: { id: number }) => id === 2
  renderWith(
    <Attachments files={[shot, log]} onDownload={onDownload} onDelete={onDelete} canDelete={canDelete} />,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Download rack.png' }))
  expect(onDownload).toHaveBeenCalledWith(shot)
  expect(screen.queryByRole('button', { name: 'Delete rack.png' })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Delete router.log' }))
  expect(onDelete).not.toHaveBeenCalled()
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }))
  expect(onDelete).toHaveBeenCalledWith(log)
})

test('chosen files are sent one after the other, each with its progress', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  const send = vi.fn<Upload['send']>(async (_, { onProgress }) => {
    onProgress?.(0.5)
    await arrived
  })
  renderUpload(send)
  await userEvent.upload(input(), [fileOf('a.png'), fileOf('b.png')])
  const bar = await screen.findByRole('progressbar', { name: 'Sending a.png' })
  await waitFor(() => expect(bar.getAttribute('aria-valuenow')).toBe('50'))
  expect(send).toHaveBeenCalledTimes(1)
  arrive()
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
  expect(send.mock.calls.map(([file]) => file.name)).toEqual(['a.png', 'b.png'])
})

test('what is empty or too large is not sent, and the rest is', async () => {
  const send = vi.fn<Upload['send']>(async () => {})
  renderUpload(send)
  await userEvent.upload(input(), [fileOf('huge.png', 1001), fileOf('none.log', 0), fileOf('a.png')])
  await screen.findByText('This file has 1,001 byte; the limit is 1,000 byte.')
  await screen.findByText('This file is empty.')
  expect(send.mock.calls.map(([file]) => file.name)).toEqual(['a.png'])
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss huge.png' }))
  expect(screen.queryByText(/1,001/)).toBeNull()
})

test('what the server refuses stands beside the file, until it is dismissed', async () => {
  const detail = 'file: is called .png, but its content is something else'
  const refused = new Problem({ title: 'Refused', status: 422, code: 'unprocessable', detail })
  renderUpload(() => Promise.reject(refused))
  await userEvent.upload(input(), fileOf('a.png'))
  expect((await screen.findByRole('alert')).textContent).toContain(detail)
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss a.png' }))
  expect(screen.queryByRole('alert')).toBeNull()
})

test('an upload can be stopped, and the next one begins', async () => {
  const send = vi.fn<Upload['send']>(
    (file, { signal }) =>
      new Promise((resolve, reject) => {
        if (file.name === 'b.png') resolve()
        signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
      }),
  )
  renderUpload(send)
  await userEvent.upload(input(), [fileOf('a.png'), fileOf('b.png')])
  await userEvent.click(await screen.findByRole('button', { name: 'Stop sending a.png' }))
  await waitFor(() => expect(send).toHaveBeenCalledTimes(2))
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
  expect(screen.queryByRole('alert')).toBeNull()
})

test('only who may sends for the staff only', async () => {
  const send = vi.fn<Upload['send']>(async () => {})
  renderUpload(send).unmount()
  expect(screen.queryByRole('checkbox')).toBeNull()
  renderUpload(send, { offersInternal: true })
  await userEvent.click(screen.getByRole('checkbox', { name: /Internal/ }))
  await userEvent.upload(input(), fileOf('a.png'))
  await waitFor(() => expect(send.mock.calls[0]?.[1]).toMatchObject({ isInternal: true }))
})
