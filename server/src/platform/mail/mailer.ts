import { createTransport } from 'nodemailer'
import type { Clock } from '../clock.ts'
import { addJob } from '../jobs.ts'
import type { Sealing } from '../sealing.ts'
import type { Tx } from '../unit-of-work.ts'

export interface MailSettings {
  smtpUrl: string
  from: string
}

interface Letter {
  to: string
  subject: string
  text: string
}

/** The job that sends; its payload is sealed, since what letters say may let somebody in. */
export const MAIL_JOB = 'mail.send'
const PURPOSE = 'mail'
/** With the job library's growing waits about half a day. */
const ATTEMPTS = 14
const PATIENCE_MS = 15_000

export interface Mailer {
  /** On its way with the commit of this transaction, and not without. @param until when it is no use any more */
  send(tx: Tx, letter: Letter, until: Date): Promise<void>
  /** What the job does; it is tried again where this throws. */
  deliver(payload: unknown): Promise<void>
  close(): void
}

/** A worker that does not know how to send keeps the letter for one that does. */
export async function deliverMail({ mailer }: { mailer: Mailer | null }, payload: unknown) {
  if (!mailer) throw new Error('this worker has no SMTP_URL')
  await mailer.deliver(payload)
}

export function createMailer({ smtpUrl, from }: MailSettings, sealing: Sealing, clock: Clock): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: (tx, letter, until) => {
      const sealed = sealing.seal(PURPOSE, until.toISOString(), JSON.stringify(letter))
      return addJob(tx, MAIL_JOB, { sealed, until }, ATTEMPTS)
    },
    deliver: async (payload) => {
      const { sealed, until } = payload as { sealed: string; until: string }
      if (new Date(until) <= clock.now()) return
      const letter: Letter = JSON.parse(sealing.open(PURPOSE, until, sealed))
      await transport.sendMail({ from, ...letter })
    },
    close: () => transport.close(),
  }
}
