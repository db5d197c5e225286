import type { shellFr } from './shell.fr.ts'

export const shellEn: Record<keyof typeof shellFr, string> = {
  'shell.name': 'Assise',
}
