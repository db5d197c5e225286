// The doors of minutes, and the files of minutes and of a poll's record. Mounted by routes.ts.
import { doors, files } from '../../shared/api.ts'
import { type Lang, langs } from '../../shared/basics.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import { readConstat } from '../acts/constat-pages.ts'
import { readMinutes, writeWords } from '../acts/minutes.ts'
import type { Actor, Context } from '../context.ts'
import { constatPdf } from '../export/constat-pdf.ts'
import { minutesPdf } from '../export/minutes-pdf.ts'
import { type App, serve } from './serve.ts'

export function minutesRoutes(app: App, ctx: Context): void {
  serve(app, doors.minutes, ({ actor, params }) => readMinutes(ctx, actor, params.meetingId))
  serve(app, doors.constat, ({ actor, params }) => readConstat(ctx, actor, params.pollId))
  serve(app, doors.writeWords, ({ actor, params, body }) => writeWords(ctx, actor, { ...params, ...body }))

  file(app, files.minutesPdf(':id'), async (actor, id, lang) => {
    const { minutes, digest, adoption, corrections } = await readMinutes(ctx, actor, id)
    const name = `${lang === 'fr' ? 'proces-verbal' : 'minutes'}${adoption ? '' : lang === 'fr' ? '-projet' : '-draft'}.pdf`
    return {
      name,
      type: 'application/pdf',
      bytes: await minutesPdf({ minutes, digest, adoption, corrections }, lang),
    }
  })
  file(app, files.minutesData(':id'), async (actor, id) => {
    const { minutes } = await readMinutes(ctx, actor, id)
    const bytes = new TextEncoder().encode(canonicalText(minutes))
    return { name: 'proces-verbal.json', type: 'application/json', bytes }
  })
  file(app, files.constatPdf(':id'), async (actor, id, lang) => {
    const constat = await readConstat(ctx, actor, id)
    const name = `${lang === 'fr' ? 'constat' : 'record'}.pdf`
    return { name, type: 'application/pdf', bytes: await constatPdf(constat, lang) }
  })
}

interface NamedFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** A file for a signed-in member, in French unless `?lang=en` asks otherwise. */
function file(
  app: App,
  path: string,
  make: (actor: Actor, id: string, lang: Lang) => Promise<NamedFile>,
): void {
  app.get(path, async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const lang = langs.find((one) => one === c.req.query('lang')) ?? 'fr'
    const { name, type, bytes } = await make(actor, c.req.param('id') ?? '', lang)
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
    })
  })
}
