// The files people take away: the PDF of a version, that of an Alliance, and its dossier. Links, not doors.
// Mounted by the application; parse → act → bytes.
import { files } from '../../shared/api.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'
import { allianceDossier, versionDossier } from '../acts/documents.ts'
import type { Actor, Context } from '../context.ts'
import { type FormatKey, formats } from '../export/formats.ts'
import type { App } from './serve.ts'

/** Mounts the files of shared/api.ts. Each asks for a signed-in member of the workspace. */
export function fileRoutes(app: App, ctx: Context): void {
  const mount = (path: string, format: FormatKey, load: (actor: Actor, id: string) => Promise<Dossier>) =>
    app.get(path, async (c) => {
      const actor = c.get('actor')
      if (!actor) throw new Refused('loginNeeded')
      const dossier = await load(actor, c.req.param('id') ?? '')
      const { mime, extension, render } = formats[format]
      // By `c`: an answer made apart would lose what the application says of every answer (never cached, a cookie that is due).
      return c.body(new Uint8Array(render(dossier)), 200, {
        'content-type': mime,
        'content-disposition': `attachment; filename="${nameOf(dossier, format)}.${extension}"`,
      })
    })
  mount(files.versionPdf(':id'), 'pdf', (actor, id) => versionDossier(ctx, actor, id))
  mount(files.alliancePdf(':id'), 'pdf', (actor, id) => allianceDossier(ctx, actor, id))
  mount(files.allianceDossier(':id'), 'dossier', (actor, id) => allianceDossier(ctx, actor, id))
}

/** A plain name, without anything a person wrote: « plan-version-1 », « alliance-version-1 », « dossier-version-1 ». */
function nameOf({ version, alliance }: Dossier, format: FormatKey): string {
  const kind = format === 'dossier' ? 'dossier' : alliance ? 'alliance' : 'plan'
  return `${kind}-version-${version.number}`
}
