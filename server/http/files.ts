// The files people take away of a version or an Alliance: PDF, document for a word processor, tables, dossier. Links, not doors.
// Mounted by the application; parse → act → bytes.
import { files } from '../../shared/api.ts'
import { langs } from '../../shared/basics.ts'
import { tableKeys } from '../../shared/plan/tables.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import { allianceDossier, versionDossier } from '../acts/documents.ts'
import { sealedPdf } from '../acts/seals.ts'
import type { Actor, Context } from '../context.ts'
import { type ExportFormat, type FormatKey, formats } from '../export/formats.ts'
import type { App } from './serve.ts'

/** Mounts the files of shared/api.ts. Each asks for a signed-in member of the workspace; French unless `?lang=en` asks otherwise. */
export function fileRoutes(app: App, ctx: Context): void {
  const mount = (path: string, key: FormatKey, load: (actor: Actor, id: string) => Promise<Dossier>) =>
    app.get(path, async (c) => {
      const actor = c.get('actor')
      if (!actor) throw new Refused('loginNeeded')
      const lang = langs.find((one) => one === c.req.query('lang')) ?? 'fr'
      const dossier = await load(actor, c.req.param('id') ?? '')
      const format: ExportFormat = formats[key]
      const made = await format.render(dossier, lang)
      const bytes = key === 'pdf' ? await sealedPdf(ctx, made) : made
      // By `c`: an answer made apart would lose what the application says of every answer (never cached, a cookie that is due).
      return c.body(new Uint8Array(bytes), 200, {
        'content-type': format.mime,
        'content-disposition': `attachment; filename="${format.name(dossier, lang)}.${format.extension}"`,
      })
    })
  const version = (actor: Actor, id: string) => versionDossier(ctx, actor, id)
  const alliance = (actor: Actor, id: string) => allianceDossier(ctx, actor, id)
  mount(files.versionPdf(':id'), 'pdf', version)
  mount(files.versionDocx(':id'), 'docx', version)
  for (const key of tableKeys) mount(files.versionTable(':id', key), key, version)
  mount(files.alliancePdf(':id'), 'pdf', alliance)
  mount(files.allianceDocx(':id'), 'docx', alliance)
  mount(files.allianceDossier(':id'), 'dossier', alliance)
}
