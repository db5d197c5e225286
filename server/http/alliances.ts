// The doors of the Alliance, of its signatures and its papers. Mounted by main and by tests.
import { paperBytesMax } from '../../shared/alliance-api.ts'
import { doors, files } from '../../shared/api.ts'
import { Refused } from '../../shared/refusals.ts'
import { fileAdoption } from '../acts/adoptions.ts'
import { addAllianceFile, attachMandate, readAllianceFile } from '../acts/alliance-files.ts'
import { remindSignatories } from '../acts/alliance-letters.ts'
import { listAlliances, prepareAlliance, showAlliance, showAllianceById } from '../acts/alliances.ts'
import { declineToSign } from '../acts/declines.ts'
import { versionDossier } from '../acts/documents.ts'
import { answerOutside, keepBase, readBase, recordOutside } from '../acts/outside.ts'
import { sendLetters } from '../acts/post.ts'
import { sealedPdf } from '../acts/seals.ts'
import { showStatement, signAlliance } from '../acts/signatures.ts'
import type { Actor, Context } from '../context.ts'
import { formats } from '../export/formats.ts'
import { readBytes } from './body.ts'
import { type App, serve } from './serve.ts'

export function allianceRoutes(app: App, ctx: Context): void {
  serve(app, doors.alliance, ({ actor, params }) => showAlliance(ctx, actor, params.planId))
  serve(app, doors.alliances, ({ actor, params }) => listAlliances(ctx, actor, params.planId))
  serve(app, doors.allianceById, ({ actor, params }) => showAllianceById(ctx, actor, params.allianceId))
  serve(app, doors.prepareAlliance, ({ actor, params, body }) =>
    prepareAlliance(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.statement, ({ actor, params }) => showStatement(ctx, actor, params.allianceId))
  serve(app, doors.sign, ({ actor, params, body }) => signAlliance(ctx, actor, { ...params, ...body }))
  serve(app, doors.decline, ({ actor, params, body }) => declineToSign(ctx, actor, { ...params, ...body }))
  serve(app, doors.remindSignatories, async ({ actor, params }) => {
    const { keys, people } = await remindSignatories(ctx, actor, params.allianceId)
    return { written: keys.length, sent: await sendLetters(ctx, keys), toSign: people }
  })
  serve(app, doors.attachMandate, ({ actor, params, body }) =>
    attachMandate(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.fileAdoption, ({ actor, params, body }) =>
    fileAdoption(ctx, actor, { ...params, ...body }),
  )
  serve(app, doors.recordOutside, async ({ actor, params, body }) => {
    const base = await baseToSign(ctx, actor, params.allianceId)
    return recordOutside(ctx, actor, { ...params, ...body, base })
  })
  serve(app, doors.answerOutside, ({ actor, params, body }) =>
    answerOutside(ctx, actor, { ...params, ...body }),
  )
  app.get(files.allianceToSign(':id'), async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const bytes = await baseToSign(ctx, actor, c.req.param('id') ?? '')
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="plan-a-signer.pdf"',
    })
  })
  app.post(files.allianceUpload(':id'), async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const bytes = await readBytes(c, paperBytesMax)
    return c.json(await addAllianceFile(ctx, actor, { allianceId: c.req.param('id') ?? '', bytes }))
  })
  app.get(files.allianceFile(':id'), async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const { type, bytes } = await readAllianceFile(ctx, actor, c.req.param('id') ?? '')
    // Never shown on our own origin: somebody else made it.
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': type,
      'content-disposition': 'attachment; filename="piece.pdf"',
    })
  })
}

/**
 * The PDF that is given out to be signed on paper or elsewhere: that of the version in French, the language of what is signed, with the
 * institution's seal where there is one; made once. On bare pages, the very file that is given out would count as signed by whoever sends it.
 */
async function baseToSign(ctx: Context, actor: Actor, allianceId: string): Promise<Uint8Array> {
  const { versionId, bytes } = await readBase(ctx, actor, allianceId)
  if (bytes) return bytes
  const pages = await formats.pdf.render(await versionDossier(ctx, actor, versionId), 'fr')
  const made = await sealedPdf(ctx, pages)
  return keepBase(ctx, actor, { allianceId, versionId, bytes: made })
}
