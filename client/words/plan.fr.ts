export const planFr = {
  'plan.name': 'Assise',
} as const
