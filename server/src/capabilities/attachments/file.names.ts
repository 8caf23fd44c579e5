import { create as contentDisposition } from 'content-disposition'

export const LONGEST_NAME = 255

// Control and format characters (those that reverse the reading among them), separators of lines, what Unicode has not given
// out, and what file systems or shells read as something else.
const UNFIT = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}<>:"|?*]/gu

/** A name that came from outside, as it may be shown and downloaded: its last part, without what deceives or leads elsewhere. */
export function cleanName(name: string): string {
  const last = name.toWellFormed().normalize('NFC').replace(UNFIT, '').split(/[/\\]/).at(-1) ?? ''
  const trimmed = last.replace(/^[\s.]+|[\s.]+$/g, '')
  const ending = ENDING.exec(trimmed)?.[0] ?? ''
  const stem = [...trimmed.slice(0, trimmed.length - ending.length)]
  return stem.slice(0, LONGEST_NAME - ending.length).join('') + ending
}

const ENDING = /\.[A-Za-z0-9]{1,10}$/

/** `png` of `Screen.PNG`; empty where there is none. */
export const endingOf = (name: string) => (ENDING.exec(name)?.[0] ?? '').slice(1).toLowerCase()

/** The header of RFC 6266, with RFC 8187's form of names beyond ASCII. */
export const dispositionOf = (name: string, type: 'attachment' | 'inline') =>
  contentDisposition(name, { type })
