// All the words, by area; keys are `area.word`. Each area's file is typed by its French one.
import { amendFr } from './amend.fr.ts'
import { decideFr } from './decide.fr.ts'
import { draftFr } from './draft.fr.ts'
import { filesFr } from './files.fr.ts'
import { keysFr } from './keys.fr.ts'
import { meetingFr } from './meeting.fr.ts'
import { minutesFr } from './minutes.fr.ts'
import { planFr } from './plan.fr.ts'
import { recordFr } from './record.fr.ts'
import { shellFr } from './shell.fr.ts'
import { voteFr } from './vote.fr.ts'

export const fr = {
  ...shellFr,
  ...planFr,
  ...decideFr,
  ...draftFr,
  ...filesFr,
  ...amendFr,
  ...keysFr,
  ...meetingFr,
  ...minutesFr,
  ...recordFr,
  ...voteFr,
} as const
