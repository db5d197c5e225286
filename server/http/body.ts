// The body of a request as text, however it comes: told or in pieces, never more than its limit.
// Called by serve.ts for each door with a body, and by app.ts for what every request says of its size.
import type { Context as HonoContext } from 'hono'
import { bodyBytesMax } from '../../shared/api.ts'
import { Refused } from '../../shared/refusals.ts'

/** Past the limit, still read (and dropped) up to this: who sends a little too much hears the answer. */
const droppedBytesMax = 4 * bodyBytesMax

/** Refuses bodyTooLarge by the size a request says, without touching its body. */
export function checkToldSize(c: HonoContext): void {
  if (Number(c.req.header('content-length') ?? 0) > bodyBytesMax) throw tooLarge()
}

/**
 * Reads a body to its end: a connection whose body is left half-read is cut by the adapter half a second later, under the next
 * request. Refuses bodyTooLarge, and malformedJson for what is not UTF-8 or breaks off.
 */
export async function readBody(c: HonoContext): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of c.req.raw.body ?? []) {
      size += piece.length
      if (size <= bodyBytesMax) pieces.push(piece)
      else if (size > droppedBytesMax) break
    }
    if (size <= bodyBytesMax) return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch {
    throw new Refused('malformedJson')
  }
  throw tooLarge()
}

function tooLarge(): Refused {
  return new Refused('bodyTooLarge', { limit: `${bodyBytesMax / 1024} Ko` })
}
