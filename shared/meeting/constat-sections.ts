// The record of one poll in words, in one language: its figures as minutes tell them, its exact text, its register with each ballot. Pure.
// Called by the PDF of a record. In a secret poll nothing ties a seat to a value: the record itself holds no such thing.
import type { Lang } from '../basics.ts'
import type { Block } from '../plan/blocks.ts'
import { proseBlocks } from '../plan/outline-prose.ts'
import { outlineSubject } from '../plan/outline-subject.ts'
import { textOf } from '../plan/plan.ts'
import { channelLabels, countedVoices } from '../poll/admission.ts'
import { askedSeats, consultativeWords } from '../poll/consultative.ts'
import { registerAfter } from '../poll/electorate.ts'
import type { PollText } from '../poll/texts.ts'
import { valueText } from '../poll/value-text.ts'
import type { AddendumRecord, VoiceRecord, VoteConstat } from '../record/poll-records.ts'
import { colleges } from '../territory.ts'
import {
  labelled,
  list,
  type MinutesBlock,
  type MinutesSection,
  pairs,
  paragraph,
  quoted,
  say,
  table,
} from './minutes-blocks.ts'
import { pollBlocks } from './minutes-poll-sections.ts'
import { tallyOf } from './minutes-polls.ts'
import type { MinutesPoll } from './minutes-record.ts'
import { momentIn } from './moments.ts'

export function constatSections(
  constat: VoteConstat,
  addenda: readonly AddendumRecord[],
  lang: Lang,
): MinutesSection[] {
  const section = (title: string, blocks: readonly MinutesBlock[]): MinutesSection[] =>
    blocks.length === 0 ? [] : [{ place: null, level: 1, title, blocks }]
  const { meeting } = constat
  return [
    ...section(say(lang, 'poll'), pollBlocks(asPoll(constat, addenda), lang, 1)),
    ...section(say(lang, 'meeting'), meeting ? meetingBlocks(meeting, lang) : []),
    ...section(
      lang === 'fr' ? 'Registre et bulletins' : 'Register and ballots',
      registerBlocks(constat, lang),
    ),
    ...section(lang === 'fr' ? 'Texte soumis' : 'Text put to the vote', textBlocks(constat.text, lang)),
    ...section(lang === 'fr' ? 'Comment il fut compté' : 'How it was counted', traceBlocks(constat, lang)),
  ]
}

function asPoll(constat: VoteConstat, addenda: readonly AddendumRecord[]): MinutesPoll {
  const { poll, closedAt } = constat
  const annulled = addenda.find(({ kind }) => kind === 'annulled')
  const proclaimed = addenda.find(({ kind }) => kind === 'proclaimed')
  return {
    pollId: poll.id,
    question: poll.question,
    deciding: poll.setting.threshold !== undefined,
    status: annulled ? 'annulled' : 'closed',
    openedAt: poll.openedAt,
    closedAt,
    ...(proclaimed && { proclaimedAt: proclaimed.at }),
    ...(annulled && { annulled: { at: annulled.at, by: annulled.byName, reason: annulled.text } }),
    tally: tallyOf(constat),
    addenda,
  }
}

function meetingBlocks(meeting: NonNullable<VoteConstat['meeting']>, lang: Lang): MinutesBlock[] {
  const moment = {
    opening: lang === 'fr' ? 'À l’ouverture' : 'At the opening',
    closing: lang === 'fr' ? 'À la clôture' : 'At the closing',
  }
  return [
    ...pairs(lang, [
      ['meeting', meeting.title],
      ['held', [meeting.place, say(lang, meeting.mode)].filter((text) => text !== '').join(', ')],
      ['convened', meeting.convenedAt && momentIn(meeting.convenedAt, lang)],
      ['opened', meeting.openedAt && momentIn(meeting.openedAt, lang)],
      ['facilitator', meeting.facilitator],
      ['secretary', meeting.secretary],
      [
        'quorum',
        meeting.quorum
          .map((one) =>
            labelled(
              lang,
              `${moment[one.moment]}, ${one.reached} / ${one.needed}`,
              say(lang, one.met ? 'met' : 'notMet'),
            ),
          )
          .join('\n'),
      ],
    ]),
    ...list(
      meeting.incidents.map(({ at, text, byName }) =>
        labelled(lang, `${say(lang, 'incident')}, ${momentIn(at, lang)}, ${byName}`, text),
      ),
    ),
  ]
}

function registerBlocks(constat: VoteConstat, lang: Lang): MinutesBlock[] {
  const { poll, register, changes, ballots, answers, secret } = constat
  const contested = new Set(
    answers.filter(({ answer }) => answer === 'contested').map(({ voiceId }) => voiceId),
  )
  const counted = new Map(
    countedVoices(ballots.map((voice) => ({ ...voice, contested: contested.has(voice.id) }))).map((voice) => [
      voice.seatId,
      voice,
    ]),
  )
  const took = new Set(secret?.roll.map(({ seatId }) => seatId))
  const names = new Map(register.map(({ seatId, name }) => [seatId, name]))
  const rows = registerAfter(register, changes).map((seat) => {
    const voice = counted.get(seat.seatId)
    const { num, den } = seat.weight
    const silent = took.has(seat.seatId) ? 'voted' : seat.recused ? 'recused' : 'notVoted'
    const said = voice
      ? voiceLines(valueText(poll.setting, voice.value)[lang], voice, names, lang)
      : seatWords[silent][lang]
    return [seat.name, colleges[seat.college][lang], den === 1 ? String(num) : `${num}/${den}`, said]
  })
  const ballot = lang === 'fr' ? 'Bulletin' : 'Ballot'
  return [
    ...table('', [say(lang, 'seat'), say(lang, 'college'), say(lang, 'weight'), ballot], rows, {
      figures: [2],
      widths: [5, 3, 1, 4],
    }),
    ...table(
      lang === 'fr' ? 'Bulletins secrets' : 'Secret ballots',
      [ballot, lang === 'fr' ? 'Nombre' : 'Number'],
      (secret?.tallies ?? []).map(({ value, reason, count }) => [
        [valueText(poll.setting, value)[lang], reason].filter((text) => text !== '').join('\n'),
        String(count),
      ]),
      { figures: [1], widths: [5, 1] },
    ),
    ...adviceBlocks(constat, lang),
  ]
}

/** Under a title of their own, after the register: in no row of it. */
function adviceBlocks({ poll, consultative }: VoteConstat, lang: Lang): MinutesBlock[] {
  if (!consultative) return []
  const said = new Map(countedVoices(consultative.ballots).map((voice) => [voice.seatId, voice]))
  const since = new Map((consultative.joined ?? []).map(({ at, seat }) => [seat.seatId, at]))
  const rows = askedSeats(consultative).map(({ seatId, name, college, recused }) => {
    const voice = said.get(seatId)
    const words = voice
      ? voiceLines(valueText(poll.setting, voice.value)[lang], voice, new Map(), lang)
      : seatWords[recused ? 'recused' : 'silent'][lang]
    const at = since.get(seatId)
    const asked = at === undefined ? '' : ` (${seatWords.asked[lang]} ${momentIn(at, lang)})`
    return [`${name}${asked}`, colleges[college][lang], words]
  })
  return [
    ...table(
      consultativeWords.title[lang],
      [say(lang, 'seat'), say(lang, 'college'), lang === 'fr' ? 'Avis' : 'Advice'],
      rows,
      { widths: [5, 3, 5] },
    ),
    paragraph(consultativeWords.note[lang]),
  ]
}

const seatWords = {
  voted: { fr: 'a voté', en: 'voted' },
  recused: { fr: 'récusé', en: 'recused' },
  asked: { fr: 'consultée depuis le', en: 'asked since' },
  silent: { fr: 'ne s’est pas prononcé', en: 'gave no advice' },
  notVoted: { fr: 'n’a pas voté', en: 'did not vote' },
} as const

/** What a ballot says, its words, then by whose hand it came, and for a proxy which seat carried it. */
function voiceLines(
  value: string,
  { reason, channel, castByName, proxySeat }: VoiceRecord,
  names: ReadonlyMap<string, string>,
  lang: Lang,
): string {
  const how = channel === 'self' ? '' : ` (${channelLabels[channel][lang].toLowerCase()})`
  const carrier = proxySeat && names.get(proxySeat)
  return [`${value}${how}`, reason && quoted(lang, reason), [castByName, carrier].filter(Boolean).join(', ')]
    .filter(Boolean)
    .join('\n')
}

function traceBlocks({ count }: VoteConstat, lang: Lang): MinutesBlock[] {
  return list(count?.trace.map((line) => line[lang]) ?? [])
}

/** The exact text; headings of a plan come down under that of the section. */
function textBlocks(text: PollText, lang: Lang): Block[] {
  if (text.kind === 'question') return []
  if (text.kind === 'passage')
    return text.words === undefined ? proseBlocks(text.blocks ?? [], 2) : [paragraph(text.words)]
  if (text.kind === 'allocation')
    return list(
      text.shares.map(({ fields }) => `${textOf(fields, 'territory')} ${String(fields.amount ?? '')}`),
    )
  return outlineSubject(text, lang).map((block) =>
    block.kind === 'heading' ? { ...block, level: Math.min(block.level + 1, 6) } : block,
  )
}
