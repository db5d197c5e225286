import type { planFr } from './plan.fr.ts'

export const planEn: Record<keyof typeof planFr, string> = {
  'plan.name': 'Assise',
}
