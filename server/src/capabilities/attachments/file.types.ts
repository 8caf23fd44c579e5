/** A type of file that may be attached. */
export interface FileType {
  /** What it is served as. */
  mime: string
  /** What its first bytes may say it is; a text says nothing. */
  magic: readonly string[]
}

const TEXT: readonly string[] = []
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const SLIDES = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'

/** By the ending of the name. Nothing that a browser would run (HTML, SVG, XML), no programs, no documents with macros. */
const TYPES: Readonly<Record<string, FileType>> = {
  png: { mime: 'image/png', magic: ['png', 'apng'] },
  jpg: { mime: 'image/jpeg', magic: ['jpg'] },
  jpeg: { mime: 'image/jpeg', magic: ['jpg'] },
  gif: { mime: 'image/gif', magic: ['gif'] },
  webp: { mime: 'image/webp', magic: ['webp'] },
  pdf: { mime: 'application/pdf', magic: ['pdf'] },
  docx: { mime: WORD, magic: ['docx'] },
  xlsx: { mime: SHEET, magic: ['xlsx'] },
  pptx: { mime: SLIDES, magic: ['pptx'] },
  odt: { mime: 'application/vnd.oasis.opendocument.text', magic: ['odt'] },
  ods: { mime: 'application/vnd.oasis.opendocument.spreadsheet', magic: ['ods'] },
  odp: { mime: 'application/vnd.oasis.opendocument.presentation', magic: ['odp'] },
  zip: { mime: 'application/zip', magic: ['zip'] },
  gz: { mime: 'application/gzip', magic: ['gz', 'tar.gz'] },
  tgz: { mime: 'application/gzip', magic: ['gz', 'tar.gz'] },
  pcap: { mime: 'application/vnd.tcpdump.pcap', magic: ['pcap'] },
  mp4: { mime: 'video/mp4', magic: ['mp4'] },
  webm: { mime: 'video/webm', magic: ['webm'] },
  txt: { mime: 'text/plain', magic: TEXT },
  log: { mime: 'text/plain', magic: TEXT },
  md: { mime: 'text/plain', magic: TEXT },
  conf: { mime: 'text/plain', magic: TEXT },
  cfg: { mime: 'text/plain', magic: TEXT },
  ini: { mime: 'text/plain', magic: TEXT },
  yml: { mime: 'text/plain', magic: TEXT },
  yaml: { mime: 'text/plain', magic: TEXT },
  csv: { mime: 'text/csv', magic: TEXT },
  json: { mime: 'application/json', magic: TEXT },
}

export const ENDINGS = Object.keys(TYPES)

export const typeOfEnding = (ending: string): FileType | undefined =>
  Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined

const RASTER = new Set(['png', 'jpg', 'gif', 'webp'].map((ending) => TYPES[ending]?.mime))

/** Whether a browser may show it in place: pictures made of pixels, in which nothing can run. */
export const isRaster = (mime: string) => RASTER.has(mime)
