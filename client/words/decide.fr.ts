export const decideFr = {
  'decide.name': 'Assise',
} as const
