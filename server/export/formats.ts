// The formats a dossier is given out in, once: what a browser is told, and who makes the bytes. Called by the files' routes.
import { dossierText } from '../../shared/record/dossier.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { recentPdf } from './pdf.ts'

export interface ExportFormat {
  readonly mime: string
  readonly extension: string
  /** The file's bytes; the same dossier gives the same bytes. */
  render(dossier: Dossier): Uint8Array
}

export const formats = {
  pdf: { mime: 'application/pdf', extension: 'pdf', render: recentPdf },
  dossier: {
    mime: 'application/json',
    extension: 'json',
    render: (dossier) => new TextEncoder().encode(dossierText(dossier)),
  },
} as const satisfies Record<string, ExportFormat>

export type FormatKey = keyof typeof formats
