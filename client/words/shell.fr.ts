export const shellFr = {
  'shell.name': 'Assise',
} as const
