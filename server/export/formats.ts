// The formats a dossier is given out in, once: what a browser is told, and who makes the bytes. Called by the files' routes.
import type { Lang } from '../../shared/basics.ts'
import { tables } from '../../shared/plan/tables.ts'
import { dossierText } from '../../shared/record/dossier.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { renderTable } from './csv-tables.ts'
import { press } from './press.ts'

export interface ExportFormat {
  readonly mime: string
  readonly extension: string
  /** The file's bytes; the same dossier gives the same bytes. */
  render(dossier: Dossier, lang: Lang): Promise<Uint8Array> | Uint8Array
  /** A plain name without its extension, without anything a person wrote. */
  name(dossier: Dossier, lang: Lang): string
}

const wordMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

export const formats = {
  pdf: {
    mime: 'application/pdf',
    extension: 'pdf',
    render: (dossier, lang) => press({ kind: 'pdf', dossier, lang }),
    name: documentName,
  },
  docx: {
    mime: wordMime,
    extension: 'docx',
    render: (dossier, lang) => press({ kind: 'docx', dossier, lang }),
    name: documentName,
  },
  dossier: {
    mime: 'application/json',
    extension: 'json',
    render: (dossier) => new TextEncoder().encode(dossierText(dossier)),
    name: (dossier) => `dossier-version-${dossier.version.number}`,
  },
  priorities: tableFormat('priorities'),
  means: tableFormat('means'),
  allocations: tableFormat('allocations'),
  ballots: tableFormat('ballots'),
} as const satisfies Record<string, ExportFormat>

export type FormatKey = keyof typeof formats

/** « plan-version-1 », « alliance-version-1 »; the English one says so. */
function documentName({ version, alliance }: Dossier, lang: Lang): string {
  return `${alliance ? 'alliance' : 'plan'}-version-${version.number}${lang === 'fr' ? '' : `-${lang}`}`
}

function tableFormat(key: keyof typeof tables): ExportFormat {
  return {
    mime: 'text/csv; charset=utf-8',
    extension: 'csv',
    render: (dossier, lang) => renderTable(dossier, key, lang),
    name: ({ version }, lang) => `${tables[key].file[lang]}-version-${version.number}`,
  }
}
