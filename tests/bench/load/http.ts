// Calls of one person over HTTP, on connections that stay open, cheap enough that hundreds of screens cost less than their server.
// Called by the benchmark of votes.
import http from 'node:http'

const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

export interface Asked {
  readonly port: number
  readonly cookie: string
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
}

/** The answer's status and its text, unread. */
export function ask(asked: Asked, tries = 1): Promise<{ status: number; text: string }> {
  const { port, cookie, method = 'GET', path, body } = asked
  const sent = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    cookie,
    // As browsers do; what comes packed is counted and not read.
    'accept-encoding': 'gzip',
    ...(sent !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(sent),
    }),
  }
  return new Promise((done, failed) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => void parts.push(part))
      response.on('end', () =>
        done({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      )
      response.on('error', failed)
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The server had just ended a connection that stood idle, or had no time for it: whoever meets that asks again, as a person does.
      if (tries > 5 || !['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) failed(error)
      else setTimeout(() => ask(asked, tries + 1).then(done, failed), 30 * tries)
    })
    request.end(sent)
  })
}

/** The same, for an answer that must be given. */
export async function askFor<T>(asked: Asked): Promise<T> {
  const { status, text } = await ask(asked)
  if (status !== 200)
    throw new Error(`${asked.method ?? 'GET'} ${asked.path}: ${status} ${text.slice(0, 300)}`)
  return JSON.parse(text) as T
}
