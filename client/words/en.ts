import { amendEn } from './amend.en.ts'
import { decideEn } from './decide.en.ts'
import { draftEn } from './draft.en.ts'
import { filesEn } from './files.en.ts'
import type { fr } from './fr.ts'
import { keysEn } from './keys.en.ts'
import { meetingEn } from './meeting.en.ts'
import { minutesEn } from './minutes.en.ts'
import { planEn } from './plan.en.ts'
import { recordEn } from './record.en.ts'
import { shellEn } from './shell.en.ts'
import { voteEn } from './vote.en.ts'

export const en: Record<keyof typeof fr, string> = {
  ...shellEn,
  ...planEn,
  ...decideEn,
  ...draftEn,
  ...filesEn,
  ...amendEn,
  ...keysEn,
  ...meetingEn,
  ...minutesEn,
  ...recordEn,
  ...voteEn,
}
