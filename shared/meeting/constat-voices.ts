// The register of a record in words: each seat with its ballot, the changes of the register, the voices that somebody else wrote down, the
// advice. Pure. In a secret poll nothing ties a seat to a value: the record itself holds no such thing. Called by constat-sections.ts.
import type { Lang } from '../basics.ts'
import { channelLabels, countedVoices } from '../poll/admission.ts'
import { askedSeats, consultativeWords } from '../poll/consultative.ts'
import { countedBallots } from '../poll/counted.ts'
import { type RegisterChange, registerAfter } from '../poll/electorate.ts'
import { valueText } from '../poll/value-text.ts'
import type { VoiceAnswer, VoiceRecord, VoteConstat } from '../record/poll-records.ts'
import { colleges } from '../territory.ts'
import { labelled, list, type MinutesBlock, paragraph, quoted, say, table } from './minutes-blocks.ts'
import { momentIn } from './moments.ts'

/** `said`: of the recorded voices, up to now; what counted is the record's own answers. */
export function registerBlocks(
  constat: VoteConstat,
  said: readonly VoiceAnswer[],
  lang: Lang,
): MinutesBlock[] {
  const { poll, register, changes, ballots, answers, secret } = constat
  const counted = new Map(countedBallots(ballots, answers).map((voice) => [voice.seatId, voice]))
  const took = new Map(secret?.roll.map((entry) => [entry.seatId, entry]))
  const seats = registerAfter(register, changes)
  const names = new Map(seats.map(({ seatId, name }) => [seatId, name]))
  const rows = seats.toSorted(byName).map((seat) => {
    const voice = counted.get(seat.seatId)
    const { num, den } = seat.weight
    const entry = took.get(seat.seatId)
    const silent = entry ? 'voted' : seat.recused ? 'recused' : 'notVoted'
    const words = voice
      ? voiceLines(valueText(poll.setting, voice.value)[lang], voice, names, lang)
      : [seatWords[silent][lang], entry && byOther(entry.channel, lang)].filter(Boolean).join('\u00a0')
    return [seat.name, colleges[seat.college][lang], den === 1 ? String(num) : `${num}/${den}`, words]
  })
  const ballot = lang === 'fr' ? 'Bulletin' : 'Ballot'
  return [
    ...table('', [say(lang, 'seat'), say(lang, 'college'), say(lang, 'weight'), ballot], rows, {
      figures: [2],
      widths: [5, 3, 1, 4],
    }),
    ...changeBlocks(changes, names, lang),
    ...table(
      lang === 'fr' ? 'Bulletins secrets' : 'Secret ballots',
      [ballot, lang === 'fr' ? 'Nombre' : 'Number'],
      (secret?.tallies ?? []).map(({ value, reason, count }) => [
        [valueText(poll.setting, value)[lang], reason].filter((text) => text !== '').join('\n'),
        String(count),
      ]),
      { figures: [1], widths: [5, 1] },
    ),
    ...recordedBlocks({ ...constat, answers: said }, names, lang),
    ...adviceBlocks(constat, lang),
  ]
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

const changeWords = {
  joined: { fr: 'Entré au registre', en: 'Joined the register' },
  recused: { fr: 'Récusé', en: 'Recused' },
  mandateEnded: { fr: 'Mandat échu', en: 'Mandate ended' },
} as const satisfies Record<RegisterChange['kind'], object>

/** What moved in the register while the poll was open, each with its hour and who entered it. */
function changeBlocks(
  changes: readonly RegisterChange[],
  names: ReadonlyMap<string, string>,
  lang: Lang,
): MinutesBlock[] {
  return list(
    changes.map((change) => {
      const seat = change.kind === 'joined' ? change.seat.name : (names.get(change.seatId) ?? change.seatId)
      const line = `${changeWords[change.kind][lang]}, ${momentIn(change.at, lang)}, ${change.by}`
      const reason = 'reason' in change && change.reason ? ` (${change.reason})` : ''
      return labelled(lang, line, `${seat}${reason}`)
    }),
  )
}

/** VOTE-19: voices that someone else wrote down, a class of their own: who wrote each, who read it again, who confirmed or contested it. */
function recordedBlocks(
  { poll, ballots, answers }: VoteConstat,
  names: ReadonlyMap<string, string>,
  lang: Lang,
): MinutesBlock[] {
  const heads =
    lang === 'fr'
      ? ['Siège', 'Bulletin', 'Inscrit par', 'Second regard, confirmation']
      : ['Seat', 'Ballot', 'Entered by', 'Second look, confirmation']
  const rows = ballots
    .filter(({ channel }) => channel === 'facilitated' || channel === 'paper')
    .map((voice) => {
      const said = answers
        .filter(({ voiceId }) => voiceId === voice.id)
        .map(({ answer, byName, at }) =>
          labelled(lang, `${answerWords[answer][lang]}, ${momentIn(at, lang)}`, byName),
        )
      const second = voice.secondTeller
        ? [labelled(lang, lang === 'fr' ? 'Second regard' : 'Second look', voice.secondTeller)]
        : []
      const looks = [...second, ...said]
      return [
        names.get(voice.seatId) ?? voice.seatId,
        `${valueText(poll.setting, voice.value)[lang]}${byOther(voice.channel, lang)}`,
        `${voice.castByName}\n${momentIn(voice.receivedAt, lang)}`,
        looks.length > 0 ? looks.join('\n') : lang === 'fr' ? 'aucun' : 'none',
      ]
    })
  return table(
    lang === 'fr' ? 'Bulletins recueillis ou sur papier' : 'Ballots recorded or on paper',
    heads,
    rows,
    {
      widths: [4, 3, 3, 5],
    },
  )
}

const answerWords = {
  reread: { fr: 'Relu', en: 'Read again' },
  confirmed: { fr: 'Confirmé', en: 'Confirmed' },
  contested: { fr: 'Contesté, non compté', en: 'Contested, not counted' },
} as const

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

/** By whose hand a voice came, when it was not its holder's own. */
function byOther(channel: VoiceRecord['channel'], lang: Lang): string {
  return channel === 'self' ? '' : ` (${channelLabels[channel][lang].toLowerCase()})`
}

/** What a ballot says, its words, then by whose hand it came, and for a proxy which seat carried it. */
function voiceLines(
  value: string,
  { reason, channel, castByName, proxySeat }: VoiceRecord,
  names: ReadonlyMap<string, string>,
  lang: Lang,
): string {
  const carrier = proxySeat && names.get(proxySeat)
  return [
    `${value}${byOther(channel, lang)}`,
    reason && quoted(lang, reason),
    [castByName, carrier].filter(Boolean).join(', '),
  ]
    .filter(Boolean)
    .join('\n')
}
