// Words of the files people take away, in French.
export const filesFr = {
  'files.title': 'Autres formats',
  'files.making': 'Préparation du fichier en cours…',
  'files.ready': 'Le fichier {name} est prêt.',
  'files.otherPdf': 'PDF en anglais',
  'files.word': 'Document Word',
  'files.otherWord': 'Document Word en anglais',
  'files.wordNote':
    'Le Word est une copie de travail, à mettre au gabarit de votre organisation ; le PDF est le document qui fait foi.',
  'files.tables': 'Tableaux (CSV)',
  'files.tablesNote': 'Pour un tableur : une ligne par élément, montants en dollars.',
} as const
