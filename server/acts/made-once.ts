// A reply that is the same for many: its JSON as bytes, and packed, each made once. Three hundred screens that ask for the names of a poll
// would otherwise have them written out three hundred times. Called by the acts that show such replies; sent by http/serve.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

export interface MadeOnce {
  readonly json: Uint8Array<ArrayBuffer>
  readonly packed: Uint8Array<ArrayBuffer>
}

const pack = promisify(gzip)

/** Packing is done beside, by Node's pool. */
export async function makeOnce(reply: unknown): Promise<MadeOnce> {
  const json = new TextEncoder().encode(JSON.stringify(reply))
  return { json, packed: new Uint8Array(await pack(json)) }
}
