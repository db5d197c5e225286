// The institution's seal on a document: made once for the same pages, kept, and given ever after, whatever becomes of the certificate.
// Called by http/files.
import { createHash } from 'node:crypto'
import { hex } from '../../shared/basics.ts'
import { pdfMoment, sealUpdate } from '../../shared/record/pdf-update.ts'
import { Refused } from '../../shared/refusals.ts'
import { holeBytesMax } from '../../shared/verify/pdf-seal.ts'
import type { Context, Sealer } from '../context.ts'

/** A signature with its chain and a token is some 6 to 12 kB. */
const holeBytesFirst = 16_384

/**
 * SEAL-8: the document with its seal, or as it is when this server has no certificate and never sealed it. Whoever may read the document
 * has been asked before. Refuses sealFailed: a document that is to be sealed is not given out unsealed.
 */
export async function sealedPdf(ctx: Context, pages: Uint8Array): Promise<Uint8Array> {
  const key = createHash('sha256').update(pages).digest('hex')
  const kept = await keptSeal(ctx, key)
  if (kept) return joined(pages, kept)
  if (!ctx.sealer) return pages
  const at = ctx.now()
  const update = await madeSeal(ctx.sealer, pages, at)
  const row = {
    pages_sha256: key,
    update_bytes: update,
    certificate_sha256: ctx.sealer.certificateSha256,
    sealed_at: at.toISOString(),
  }
  await ctx.transact(({ tx }) =>
    // Another request or another node may have sealed it meanwhile: the first seal is the one.
    tx
      .insertInto('seals')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
  return joined(pages, (await keptSeal(ctx, key)) ?? update)
}

async function keptSeal(ctx: Context, key: string): Promise<Uint8Array | undefined> {
  const row = await ctx.transact(({ tx }) =>
    tx.selectFrom('seals').select('update_bytes').where('pages_sha256', '=', key).executeTakeFirst(),
  )
  return row && new Uint8Array(row.update_bytes)
}

async function madeSeal(sealer: Sealer, pages: Uint8Array, at: Date): Promise<Uint8Array> {
  const moment = pdfMoment(at.toISOString())
  for (let holeBytes = holeBytesFirst; holeBytes <= holeBytesMax; holeBytes *= 2) {
    const update = sealUpdate(pages, moment, holeBytes)
    if (!update) throw new Error('the pages are not built as the seal expects')
    const { bytes, hole } = update
    const around = [pages, bytes.subarray(0, hole.start - 1), bytes.subarray(hole.end + 1)]
    let cms: Uint8Array
    try {
      cms = await sealer.seal(new Uint8Array(Buffer.concat(around)), at)
    } catch {
      // The sealer has told the operator why.
      throw new Refused('sealFailed')
    }
    if (cms.length > holeBytes) continue
    bytes.set(new TextEncoder().encode(hex(cms)), hole.start)
    return bytes
  }
  throw new Error('the certificate and its chain are too large for a seal')
}

function joined(pages: Uint8Array, update: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([pages, update]))
}
