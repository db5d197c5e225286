// Hides nodemailer: one way to send a mail, which never throws. Without an SMTP server the link goes to the log instead.
// Built by main; acts reach it as ctx.mail.
import type { Context } from './context.ts'

/** The little of the log that mail needs. */
interface Log {
  warn(about: object, words: string): void
  error(about: object, words: string): void
}

export interface Mailer {
  readonly send: Context['mail']
  close(): void
}

export function openMail(
  { smtpUrl, mailFrom }: { smtpUrl: string | null; mailFrom: string },
  log: Log,
): Mailer {
  if (!smtpUrl) {
    return {
      send: async ({ to, link }) => {
        // Asked for by the operator, who set no SMTP server: the only place where a link is ever logged.
        if (link) log.warn({ to: masked(to), link }, 'no SMTP server is set: give this link to its person')
        return false
      },
      close: () => {},
    }
  }
  // A facilitator waits for the answer: a server that does not speak is given up soon.
  const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }
  // The library costs 25 MB: loaded with the first mail.
  const open = async () =>
    (await import('nodemailer')).createTransport({ url: smtpUrl, ...timeouts }, { from: mailFrom })
  let opened: ReturnType<typeof open> | null = null
  return {
    send: async ({ to, subject, text, calendar, id }) => {
      const icalEvent = calendar && {
        method: calendar.method,
        content: calendar.text,
        filename: 'seance.ics',
      }
      try {
        // Without one of ours the library makes one up each time.
        const messageId = id && `<${id}@${mailFrom.replace(/^.*@|>$/g, '')}>`
        opened ??= open()
        const transport = await opened
        await transport.sendMail({ to: { address: to, name: '' }, subject, text, icalEvent, messageId })
        return true
      } catch (error) {
        // The library's errors repeat the addresses: only their codes are kept.
        const { code, responseCode } = error as { code?: string; responseCode?: number }
        log.error({ code, responseCode, to: masked(to) }, 'a mail could not be sent')
        return false
      }
    },
    close: () => void opened?.then((transport) => transport.close()),
  }
}

/** An address as the log may show it: « m…@example.org ». */
function masked(address: string): string {
  return address.replace(/^(.).*@/, '$1…@')
}
