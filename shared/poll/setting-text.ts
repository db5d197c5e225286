// A setting in words, both languages: what is fixed when a poll opens, for people; it travels in the poll's record beside its data.
// Pure. Called by the act that opens a poll, by the screens, by the minutes.
import type { Bilingual } from '../basics.ts'
import { joined, type Method } from './methods/method.ts'
import { methodOf } from './methods/table.ts'
import { quorumText } from './quorum.ts'
import type { MethodKey, PollSetting } from './setting.ts'
import { thresholdText } from './threshold.ts'

/** Whether a method adopts a text by its threshold, chooses among options, or sorts them and adopts nothing. */
export function aimOf(method: MethodKey): 'adopts' | 'chooses' | 'sorts' {
  return methodOf(method).aim
}

/** COUNT-6: the whole rule of a poll in sentences: method, threshold, quorum, blocks, ties, secrecy, register, revote, results, closing. */
export function settingText(setting: PollSetting): Bilingual {
  const method = methodOf(setting.method) as Method<MethodKey>
  const quorum = quorumText(setting.quorum)
  return joined([
    method.text(setting),
    ...adoptionSentences(setting),
    { fr: `Quorum\u00a0: ${quorum.fr}.`, en: `Quorum: ${quorum.en}.` },
    ...blockSentences(setting),
    ...(method.aim === 'sorts' ? [] : [tieSentence(setting, method.aim === 'chooses')]),
    secrecySentences[setting.secrecy],
    electorateSentences[setting.electorate],
    setting.revote ? revoteSentences.yes : revoteSentences.no,
    resultSentences[setting.results],
    setting.closesAt === undefined
      ? { fr: 'Clôture à la main.', en: 'Closed by hand.' }
      : { fr: `Clôture\u00a0: ${setting.closesAt}.`, en: `Closes: ${setting.closesAt}.` },
  ])
}

function adoptionSentences({ method, threshold }: PollSetting): Bilingual[] {
  if (!threshold) return []
  const { fr, en } = thresholdText(threshold)
  if (method === 'approval')
    return [{ fr: `Chaque option retenue réunit ${fr}.`, en: `Each option retained gathers ${en}.` }]
  return [{ fr: `Adoption\u00a0: ${fr}.`, en: `Adopted by ${en}.` }]
}

const blocking: readonly MethodKey[] = ['consent', 'gradients', 'fist']

function blockSentences({ method, afterBlock, fallback }: PollSetting): Bilingual[] {
  if (!blocking.includes(method)) return []
  if (afterBlock === 'discussion' || !fallback) {
    return [
      {
        fr: 'Un blocage maintenu renvoie à la discussion.',
        en: 'A maintained block sends the text back to discussion.',
      },
    ]
  }
  const { fr, en } = thresholdText(fallback)
  return [
    {
      fr: `Un blocage maintenu exclut le consensus\u00a0; le texte peut alors être décidé avec dissidence par ${fr}.`,
      en: `A maintained block rules out consensus; the text may then be decided with dissent by ${en}.`,
    },
  ]
}

/** COUNT-16: a casting vote is for or against a text; between options there is none, and the rule does not promise one. */
function tieSentence({ tie }: PollSetting, chooses: boolean): Bilingual {
  if (chooses && tie === 'castingVote')
    return {
      fr: 'Des options à égalité ne sont pas retenues\u00a0: la voix prépondérante n’est que pour ou contre un texte.',
      en: 'Tied options are not retained: the casting vote is only for or against a text.',
    }
  return tieSentences[tie]
}

const tieSentences = {
  notAdopted: { fr: 'À égalité, rien n’est adopté.', en: 'On a tie, nothing is adopted.' },
  deliberateAgain: { fr: 'À égalité, on délibère de nouveau.', en: 'On a tie, deliberation resumes.' },
  castingVote: {
    fr: 'À égalité, la présidence a voix prépondérante.',
    en: 'On a tie, the chair has a casting vote.',
  },
  lot: { fr: 'À égalité, on tire au sort.', en: 'On a tie, a lot is drawn.' },
} as const satisfies Record<PollSetting['tie'], Bilingual>

const secrecySentences = {
  open: { fr: 'Vote nominal.', en: 'Votes are by name.' },
  sealed: {
    fr: 'Les noms sont gardés et montrés après la clôture.',
    en: 'Names are kept, and shown after the closing.',
  },
  secret: { fr: 'Vote secret.', en: 'Secret votes.' },
} as const satisfies Record<PollSetting['secrecy'], Bilingual>

const electorateSentences = {
  frozen: { fr: 'Le registre est fixé à l’ouverture.', en: 'The register is fixed at the opening.' },
  additive: {
    fr: 'Des sièges peuvent s’ajouter au registre jusqu’à la clôture.',
    en: 'Seats may join the register until the closing.',
  },
} as const satisfies Record<PollSetting['electorate'], Bilingual>

const revoteSentences = {
  yes: {
    fr: 'Un vote peut être changé jusqu’à la clôture\u00a0; le dernier compte.',
    en: 'A vote may be changed until the closing; the last one counts.',
  },
  no: { fr: 'Un vote ne se change pas.', en: 'A vote cannot be changed.' },
} as const satisfies Record<string, Bilingual>

const resultSentences = {
  live: { fr: 'Les comptes se voient en direct.', en: 'Counts are seen live.' },
  afterVote: {
    fr: 'Chacun voit les comptes après avoir voté.',
    en: 'Each sees the counts after voting.',
  },
  afterClose: {
    fr: 'Les comptes restent cachés jusqu’à la clôture.',
    en: 'Counts stay hidden until the closing.',
  },
} as const satisfies Record<PollSetting['results'], Bilingual>
