// One poll as minutes and the pages of its record set it: question, method, threshold, figures, classes of voices, objections. Pure.
// Called by minutes-sections.ts, and by the pages of one poll's record.
import type { Bilingual, Lang } from '../basics.ts'
import { type Channel, channelLabels } from '../poll/admission.ts'
import { castingWords } from '../poll/casting.ts'
import { consultativeWords } from '../poll/consultative.ts'
import { objectionLevels, objectionStates } from '../poll/objection.ts'
import { type Mass, methodLabels, outcomeWords } from '../poll/setting.ts'
import { titleIn } from '../poll/text-outline.ts'
import { groupsOfFour } from '../record/canonical.ts'
import type { AddendumRecord, ObjectionRecord } from '../record/poll-records.ts'
import {
  groupedFigure,
  labelled,
  list,
  type MinutesBlock,
  pairs,
  paragraph,
  quoted,
  say,
  table,
} from './minutes-blocks.ts'
import type { MinutesPoll, MinutesTally } from './minutes-record.ts'
import { moveWords, secrecyWords } from './minutes-words.ts'
import { momentIn, momentsRead } from './moments.ts'

/** `level`: that of the heading over them. MIN-3: nothing of a poll under way but that it is; of an annulled one, its reason with what it had counted. */
export function pollBlocks(
  poll: MinutesPoll,
  lang: Lang,
  level: number,
  exactText: Bilingual = inRecord,
): MinutesBlock[] {
  const { tally, annulled } = poll
  return [
    ...(annulled
      ? [
          {
            kind: 'state' as const,
            tone: 'bad' as const,
            text: `${labelled(lang, say(lang, 'annulled'), annulled.reason)} (${momentIn(annulled.at, lang)}, ${annulled.by})`,
          },
        ]
      : []),
    ...(tally
      ? tallyBlocks(poll, tally, { lang, level, exactText })
      : [
          ...pairs(lang, [['question', poll.question[lang]]]),
          ...(annulled ? [] : [paragraph(say(lang, 'pollOpen'))]),
        ]),
    ...addendaBlocks(poll.addenda, lang),
  ]
}

const tones = {
  unanimous: 'good',
  consensus: 'good',
  dissent: 'warn',
  notDecided: 'bad',
  postponed: 'quiet',
  sorted: 'quiet',
} as const

interface Setting {
  readonly lang: Lang
  readonly level: number
  /** Where a text too long to stand here is to be read. */
  readonly exactText: Bilingual
}

function tallyBlocks(
  poll: MinutesPoll,
  tally: MinutesTally,
  { lang, level, exactText }: Setting,
): MinutesBlock[] {
  const { count, ruleText, threshold } = tally
  const closed = poll.closedAt ?? poll.closesAt ?? poll.openedAt
  const options = Object.values(tally.labels).map((label) => label[lang])
  return [
    { kind: 'state', tone: tones[tally.outcome], text: outcomeWords[tally.outcome][lang] },
    ...pairs(lang, [
      ['question', poll.question[lang]],
      ['text', textWords({ ...tally, question: poll.question }, lang, exactText)],
      [
        'method',
        `${methodLabels[tally.method].label[lang]} (version ${tally.methodVersion}), ${secrecyWords[tally.secrecy][lang]}`,
      ],
      ['options', options.join(' · ')],
      ['rule', momentsRead(ruleText[lang], lang)],
      ['threshold', threshold?.[lang]],
      ['pollOpened', `${momentIn(poll.openedAt, lang)}, ${tally.openedBy}`],
      [
        'pollClosed',
        `${momentIn(closed, lang)}${tally.closing === 'hand' ? `, ${tally.closedBy}` : byHour[lang]}`,
      ],
      ['castingVote', tally.casting && `${castingWords[tally.casting.side][lang]}, ${tally.casting.byName}`],
      ['proclaimed', poll.proclaimedAt && momentIn(poll.proclaimedAt, lang)],
    ]),
    ...(count ? figureBlocks(tally, count, lang) : [paragraph(say(lang, 'suppressed'))]),
    ...channelBlocks(tally, lang),
    ...adviceBlocks(tally, lang),
    ...objectionBlocks(tally.objections, lang, level + 1),
    {
      kind: 'seal',
      lines: [
        { label: say(lang, 'textHash'), value: groupsOfFour(tally.textHash) },
        { label: say(lang, 'pollHash'), value: groupsOfFour(tally.pollDigest) },
        { label: say(lang, 'constatHash'), value: groupsOfFour(tally.constatDigest) },
      ],
    },
  ]
}

const byHour: Bilingual = { fr: ', à l’heure annoncée', en: ', at the hour announced' }
const inRecord: Bilingual = {
  fr: 'Le texte exact est au constat de ce scrutin, sous l’empreinte ci-dessous.',
  en: 'The exact text stands in the record of this ballot, under the digest below.',
}

export const roundWords = (round: number, lang: Lang): string =>
  `${lang === 'fr' ? 'tour' : 'round'} ${round}`

function textWords(
  tally: MinutesTally & { readonly question: Bilingual },
  lang: Lang,
  exactText: Bilingual,
): string {
  const { subject, round, text } = tally
  const turn = roundWords(round, lang)
  // The question above is the text.
  if (subject.kind === 'question') return round > 1 ? turn : ''
  const title = `${titleIn(tally)[lang]}, ${turn}`
  return text === undefined ? `${title}. ${exactText[lang]}` : `${title}\n${quoted(lang, text)}`
}

/** « 12 », or « 12 (poids 25/2) » where seats do not weigh one each. */
export function massText({ seats, weight }: Mass, lang: Lang): string {
  return weight === String(seats)
    ? String(seats)
    : `${seats} (${lang === 'fr' ? 'poids' : 'weight'} ${weight})`
}

type Count = NonNullable<MinutesTally['count']>

const sides = [
  'favourable',
  'against',
  'abstained',
  'blank',
  'invalid',
  'notVoted',
  'recused',
  'registered',
] as const

function figureBlocks(tally: MinutesTally, count: Count, lang: Lang): MinutesBlock[] {
  const label = (id: string) => tally.labels[id]?.[lang] ?? id
  const rows = sides.flatMap((side) => {
    const mass = count[side]
    return mass ? [[say(lang, side), ...massFigures(mass, lang)]] : []
  })
  const { quorum, test, fallbackTest } = count
  const verdict = (met: boolean) => say(lang, met ? 'met' : 'notMet')
  return [
    ...table(say(lang, 'tally'), ['', say(lang, 'seats'), say(lang, 'weight')], rows, {
      figures: [1, 2],
      widths: [4, 1, 1],
    }),
    ...table(
      say(lang, 'byOption'),
      ['', say(lang, 'seats'), say(lang, 'weight'), say(lang, 'figure')],
      count.tallies.map(({ id, mass, figure }) => [
        label(id),
        ...massFigures(mass, lang),
        groupedFigure(figure, lang),
      ]),
      { figures: [1, 2, 3], widths: [4, 1, 1, 2] },
    ),
    ...pairs(lang, [
      ['order', count.groups.map((group) => group.map(label).join(' = ')).join(' > ')],
      ['retained', count.retained.map(label).join(' · ')],
      ['tied', count.tied.map(label).join(' · ')],
      ['quorum', labelled(lang, needing(quorum.reached, quorum.needed, lang), verdict(quorum.met))],
      [
        'support',
        test &&
          labelled(
            lang,
            needing(outOf(test.support, test.base, lang), test.share, lang),
            verdict(test.passed),
          ),
      ],
      [
        'fallback',
        fallbackTest &&
          labelled(lang, outOf(fallbackTest.support, fallbackTest.base, lang), verdict(fallbackTest.passed)),
      ],
      ['blocks', tally.blocks.join(' · ')],
    ]),
  ]
}

const massFigures = ({ seats, weight }: Mass, lang: Lang) => [
  groupedFigure(String(seats), lang),
  groupedFigure(weight, lang),
]

function outOf(part: string, whole: string, lang: Lang): string {
  const [some, all] = [groupedFigure(part, lang), groupedFigure(whole, lang)]
  return lang === 'fr' ? `${some} sur ${all}` : `${some} of ${all}`
}

function needing(had: string, needed: string, lang: Lang): string {
  return lang === 'fr' ? `${had}, il en faut ${needed}` : `${had}, ${needed} needed`
}

/** Each class apart, with how many of the recorded voices someone else stood by. */
function channelBlocks({ channels, recorded }: MinutesTally, lang: Lang): MinutesBlock[] {
  const rows = (Object.keys(channelLabels) as Channel[]).map((channel) => [
    channelLabels[channel][lang],
    ...massFigures(channels[channel], lang),
  ])
  const said = [
    [recorded.reread, { fr: 'relues par une seconde personne', en: 'read again by a second person' }],
    [recorded.confirmed, { fr: 'confirmées par leur siège', en: 'confirmed by their seat' }],
    [recorded.contested, { fr: 'contestées, non comptées', en: 'contested, not counted' }],
  ] as const
  // The number last: one needs no other form of the word than many.
  const about = said
    .filter(([count]) => count > 0)
    .map(([count, words]) => labelled(lang, words[lang], String(count)))
  return [
    ...table(say(lang, 'channels'), ['', say(lang, 'seats'), say(lang, 'weight')], rows, {
      figures: [1, 2],
      widths: [4, 1, 1],
    }),
    ...(about.length > 0
      ? [
          paragraph(
            labelled(
              lang,
              lang === 'fr' ? 'Voix inscrites par autrui' : 'Voices recorded by others',
              about.join(', '),
            ),
          ),
        ]
      : []),
  ]
}

/** How many were asked for advice, how many gave it, and what they said: under the figures that decide, never among them. */
function adviceBlocks({ consultative, labels }: MinutesTally, lang: Lang): MinutesBlock[] {
  if (!consultative) return []
  const { cast, registered, blank, abstained, tallies } = consultative
  const rows = tallies.map(({ id, mass, figure }) => [labels[id]?.[lang] ?? id, String(mass.seats), figure])
  const silent = registered.seats - cast.seats
  const also = [
    [abstained.seats, say(lang, 'abstained')],
    [blank.seats, say(lang, 'blank')],
    [silent, say(lang, 'notVoted')],
  ] as const
  const others = also.filter(([many]) => many > 0).map(([many, word]) => [word, String(many), ''])
  return [
    ...table(
      consultativeWords.title[lang],
      ['', say(lang, 'seats'), say(lang, 'figure')],
      [...rows, ...others],
      { figures: [1, 2], widths: [4, 1, 2] },
    ),
    paragraph(consultativeWords.note[lang]),
  ]
}

/** In the words of those who said it, each with its answers and where it ended. */
function objectionBlocks(objections: readonly ObjectionRecord[], lang: Lang, level: number): MinutesBlock[] {
  if (objections.length === 0) return []
  return [
    { kind: 'heading', level, text: say(lang, 'objections') },
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: objections.map((objection) => {
        const state = objectionStates[objection.state][lang].toLowerCase()
        const head = `${objection.seatName} (${objectionLevels[objection.level][lang]}, ${state})`
        return [
          paragraph(labelled(lang, head, objection.argument)),
          ...(objection.proposedChange
            ? [paragraph(labelled(lang, say(lang, 'proposed'), objection.proposedChange))]
            : []),
          ...objection.steps.map((step) => paragraph(stepText(step, lang))),
        ]
      }),
    },
  ]
}

function stepText({ move, at, byName, words }: ObjectionRecord['steps'][number], lang: Lang): string {
  const step = `${moveWords[move][lang]}, ${momentIn(at, lang)}, ${byName}`
  return words === '' ? step : labelled(lang, step, words)
}

/** VOTE-9 goes on after the closing: what became of the objections of a record, each with the steps that came since. */
export function objectionsSince(
  then: readonly ObjectionRecord[],
  now: readonly ObjectionRecord[],
  lang: Lang,
): MinutesBlock[] {
  const before = new Map(then.map(({ id, steps }) => [id, steps.length]))
  const lines = now.flatMap(({ id, seatName, level, state, steps }) => {
    const since = steps.slice(before.get(id) ?? 0)
    if (since.length === 0) return []
    const head = `${seatName} (${objectionLevels[level][lang]}, ${objectionStates[state][lang].toLowerCase()})`
    return [[paragraph(head), ...since.map((step) => paragraph(stepText(step, lang)))]]
  })
  if (lines.length === 0) return []
  return [
    { kind: 'heading', level: 2, text: say(lang, 'sinceClosing') },
    { kind: 'list', ordered: false, start: 1, items: lines },
  ]
}

function addendaBlocks(addenda: readonly AddendumRecord[], lang: Lang): MinutesBlock[] {
  const added = addenda.filter(({ kind }) => kind === 'annotation' || kind === 'correction')
  return list(
    added.map(({ kind, at, byName, text }) =>
      labelled(lang, `${say(lang, kind as 'annotation')}, ${momentIn(at, lang)}, ${byName}`, text),
    ),
  )
}
