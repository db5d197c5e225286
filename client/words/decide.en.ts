import type { decideFr } from './decide.fr.ts'

export const decideEn: Record<keyof typeof decideFr, string> = {
  'decide.name': 'Assise',
}
