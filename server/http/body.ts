// The body of a request as text, however it comes: told or in pieces, never more than its limit.
// Called by serve.ts for each door with a body, and by app.ts for what every request says of its size.
import type { Context as HonoContext } from 'hono'
import { paperBytesMax } from '../../shared/alliance-api.ts'
import { bodyBytesMax } from '../../shared/api.ts'
import { evidenceBytesMax } from '../../shared/meeting/api.ts'
import { Refused } from '../../shared/refusals.ts'

/** Past the limit, still read (and dropped) up to this many times as much: who sends a little too much hears the answer. */
const droppedTimes = 4

/** Files are the one body that is no JSON: larger, and only there. */
const evidencePath = /^\/api\/mandates\/[\w-]{1,64}\/evidence$/
const paperPath = /^\/api\/alliances\/[\w-]{1,64}\/files$/

/** Refuses bodyTooLarge by the size a request says, without touching its body. */
export function checkToldSize(c: HonoContext): void {
  const max = paperPath.test(c.req.path)
    ? paperBytesMax
    : evidencePath.test(c.req.path)
      ? evidenceBytesMax
      : bodyBytesMax
  if (Number(c.req.header('content-length') ?? 0) > max) throw tooLarge(max)
}

/** Reads a body as text. Refuses bodyTooLarge, and malformedJson for what is not UTF-8 or breaks off. */
export async function readBody(c: HonoContext): Promise<string> {
  const bytes = await readBytes(c, bodyBytesMax)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refused('malformedJson')
  }
}

/**
 * Reads a body to its end: a connection whose body is left half-read is cut by the adapter half a second later, under the next
 * request. Refuses bodyTooLarge, and malformedJson for what breaks off.
 */
export async function readBytes(c: HonoContext, max: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of c.req.raw.body ?? []) {
      size += piece.length
      if (size <= max) pieces.push(piece)
      else if (size > droppedTimes * max) break
    }
  } catch {
    throw new Refused('malformedJson')
  }
  if (size > max) throw tooLarge(max)
  return Buffer.concat(pieces)
}

function tooLarge(max: number): Refused {
  return new Refused('bodyTooLarge', { limit: `${Math.floor(max / 1024)} Ko` })
}
