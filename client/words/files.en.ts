// Words of the files people take away, in English.
import type { filesFr } from './files.fr.ts'

export const filesEn: Record<keyof typeof filesFr, string> = {
  'files.title': 'Other formats',
  'files.making': 'Preparing the file…',
  'files.ready': 'The file {name} is ready.',
  'files.otherPdf': 'PDF in French',
  'files.word': 'Word document',
  'files.otherWord': 'Word document in French',
  'files.wordNote':
    'The Word document is a working copy, to set in your organization’s own layout; the PDF is the document that counts.',
  'files.tables': 'Tables (CSV)',
  'files.tablesNote': 'For a spreadsheet: one line an item, amounts in dollars.',
}
