import { deflateRawSync } from 'node:zlib'
import type { Frame } from './frames.ts'

/** What goes in one packet anyway is not worth inflating. */
const WORTH_DEFLATING = 1024
/** 100 events (130 KB) cost about 0.1 ms and become a twentieth. */
const FASTEST = { level: 1 }

export const bytesOf = (frame: Frame) => (frame.bytes ??= Buffer.from(frame.text))

/** The frame's text in raw DEFLATE, the same buffer for all who get the frame; undefined for a short one. */
export function deflatedOf(frame: Frame): Buffer | undefined {
  if (!frame.deflated && frame.text.length > WORTH_DEFLATING)
    frame.deflated = deflateRawSync(bytesOf(frame), FASTEST)
  return frame.deflated
}
