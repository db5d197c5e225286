// Minutes in words, in one language: sections of neutral blocks, in reading order. Says everything of the record, and nothing else. Pure.
// Called by the page and by the PDF: both show the same.
import type { Lang } from '../basics.ts'
import { outcomeWords } from '../poll/setting.ts'
import { titleIn } from '../poll/text-outline.ts'
import { groupsOfFour } from '../record/canonical.ts'
import { colleges } from '../territory.ts'
import { itemPlace, pollPlace } from './minutes.ts'
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
import { pollBlocks, roundWords } from './minutes-poll-sections.ts'
import { presenceBlocks } from './minutes-presence-sections.ts'
import type { MinutesItem, MinutesNote, MinutesQuorum, MinutesRecord } from './minutes-record.ts'
import { basisWords, itemKindWords, itemStatusWords, occasionWords } from './minutes-words.ts'
import { bodyText } from './minutes-words-of.ts'
import { hourOn, momentIn } from './moments.ts'
import { recordHeadText } from './record-head.ts'

/** MIN-7: the sections of the generated record; each that has a place may be followed by words written by hand. */
export function minutesSections(record: MinutesRecord, lang: Lang): MinutesSection[] {
  const onAgenda = new Set(record.items.map(({ itemId }) => itemId))
  const others = record.polls.filter(({ itemId }) => itemId === undefined || !onAgenda.has(itemId))
  const notes = general(record, lang)
  return [
    { place: 'head', level: 1, title: say(lang, 'session'), blocks: headBlocks(record, lang) },
    {
      place: 'presence',
      level: 1,
      title: say(lang, 'presence'),
      blocks: presenceBlocks(presenceOf(record), lang),
    },
    { place: 'quorum', level: 1, title: say(lang, 'quorum'), blocks: quorumBlocks(record, lang) },
    { place: null, level: 1, title: say(lang, 'agenda'), blocks: [] },
    ...record.items.flatMap((item, at) => itemSections(record, item, at + 1, lang)),
    ...(others.length > 0
      ? [
          { place: null, level: 1 as const, title: say(lang, 'otherPolls'), blocks: [] },
          ...pollSections(record, others, lang, 2),
        ]
      : []),
    ...(notes.length > 0
      ? [{ place: null, level: 1 as const, title: say(lang, 'notes'), blocks: notes }]
      : []),
    { place: 'end', level: 1, title: say(lang, 'end'), blocks: endBlocks(record, lang) },
  ]
}

function presenceOf({ seats, others, turns, planned, items }: MinutesRecord) {
  const title = (itemId: string) => items.find((item) => item.itemId === itemId)?.title
  return { seats, others, on: turns[0]?.at ?? planned.startsAt, title }
}

function headBlocks(record: MinutesRecord, lang: Lang): MinutesBlock[] {
  const { body, planned, convened, changedAt, rules, turns } = record
  const at = (instant: string) => momentIn(instant, lang)
  const where = [record.place, say(lang, record.mode), record.link].filter((text) => text !== '')
  return [
    ...pairs(lang, [
      ['body', bodyText(body, lang)],
      ['territory', body.territories.join(' · ')],
      ['meeting', record.title[lang]],
      ['held', where.join(', ')],
      ['planned', `${at(planned.startsAt)}\u00a0– ${hourOn(planned.endsAt, planned.startsAt, lang)}`],
      ['convened', convened && `${at(convened.at)}, ${convened.by}. ${noticeWords(record, lang)}`],
      ['changed', changedAt.map(at).join('\n')],
      ['facilitator', record.facilitator],
      ['secretary', record.secretary || say(lang, 'notNamed')],
    ]),
    ...pairs(
      lang,
      turns.map(({ kind, at: when, by, cause, reason }) => {
        const why = cause === 'quorum' ? say(lang, 'quorumCause') : (reason ?? '')
        return [kind, [`${at(when)}, ${by}`, why].filter((text) => text !== '').join('. ')] as const
      }),
    ),
    ...(rules
      ? [
          paragraph(
            labelled(
              lang,
              lang === 'fr' ? `Règles, version ${rules.version}` : `Rules, version ${rules.version}`,
              rules.text[lang],
            ),
          ),
        ]
      : []),
  ]
}

const dayMs = 86_400_000

/** How it was convened: by the tool, with the agenda, so many days before. */
function noticeWords({ convened, planned }: MinutesRecord, lang: Lang): string {
  const days = Math.floor((Date.parse(planned.startsAt) - Date.parse(convened!.at)) / dayMs)
  const how = lang === 'fr' ? 'Par l’outil, avec l’ordre du jour' : 'Sent by this tool, with the agenda'
  if (days < 1) return `${how}.`
  return lang === 'fr'
    ? `${how}, ${days} ${days > 1 ? 'jours' : 'jour'} avant.`
    : `${how}, ${days} ${days === 1 ? 'day' : 'days'} before.`
}

function quorumBlocks(record: MinutesRecord, lang: Lang): MinutesBlock[] {
  const { quorum, rules } = record
  const on = record.turns[0]?.at ?? record.planned.startsAt
  if (quorum.length === 0) return [paragraph(say(lang, 'nothing'))]
  return [
    // The rule stands first in the text of the rules, as one sentence.
    ...(rules ? [paragraph(rules.text[lang].split(/(?<=\.) /)[0] ?? '')] : []),
    ...table(
      '',
      [
        say(lang, 'moment'),
        say(lang, 'occasion'),
        say(lang, 'figures'),
        say(lang, 'needed'),
        say(lang, 'base'),
        say(lang, 'result'),
      ],
      quorum.map((one) => quorumRow(record, one, on, lang)),
      { figures: [3], widths: [2, 6, 4, 2, 3, 3] },
    ),
  ]
}

function quorumRow(
  { items, polls }: MinutesRecord,
  { at, occasion, figures, itemId, pollId }: MinutesQuorum,
  on: string,
  lang: Lang,
): string[] {
  const { reached, needed, base, basis, strict, present, represented, recused, perCollege } = figures
  const about =
    polls.find((poll) => poll.pollId === pollId)?.question[lang] ??
    items.find((item) => item.itemId === itemId)?.title[lang]
  const there =
    lang === 'fr'
      ? `${reached} (présents\u00a0: ${present}, représentés\u00a0: ${represented}${recused > 0 ? `, récusés\u00a0: ${recused}` : ''})`
      : `${reached} (present: ${present}, represented: ${represented}${recused > 0 ? `, recused: ${recused}` : ''})`
  const short = perCollege.filter(({ met }) => !met).map(({ college }) => colleges[college][lang])
  return [
    hourOn(at, on, lang),
    about === undefined
      ? occasionWords[occasion][lang]
      : `${occasionWords[occasion][lang]}\n${quoted(lang, about)}`,
    there,
    strict && basis === 'weight' ? `> ${needed}` : needed,
    `${base} ${basisWords[basis][lang]}`,
    [say(lang, figures.met ? 'met' : 'notMet'), ...short].join('\n'),
  ]
}

function itemSections(
  record: MinutesRecord,
  item: MinutesItem,
  number: number,
  lang: Lang,
): MinutesSection[] {
  return [
    {
      place: itemPlace(item.itemId),
      level: 2,
      title: `${number}. ${item.title[lang]}`,
      blocks: itemBlocks(record, item, lang),
    },
    ...pollSections(
      record,
      record.polls.filter(({ itemId }) => itemId === item.itemId),
      lang,
    ),
  ]
}

function itemBlocks(record: MinutesRecord, item: MinutesItem, lang: Lang): MinutesBlock[] {
  const on = record.turns[0]?.at ?? record.planned.startsAt
  const hour = (instant: string) => hourOn(instant, on, lang)
  const periods = item.periods
    .map(({ from, to }) => `${hour(from)}\u00a0– ${to === undefined ? '…' : hour(to)}`)
    .join(', ')
  const decided = item.status === 'decided'
  const status =
    item.outcome && decided ? outcomeWords[item.outcome][lang] : itemStatusWords[item.status][lang]
  const outcome = item.assent ? `${status}, ${say(lang, 'withoutPoll')}` : status
  return [
    ...pairs(lang, [
      ['kind', itemKindWords[item.kind][lang]],
      ['time', periods],
      ['outcome', item.settledAt ? `${outcome} (${hour(item.settledAt)})` : outcome],
      [decided ? 'decision' : 'reason', item.words],
    ]),
    ...(item.dissents.length > 0
      ? [
          { kind: 'heading' as const, level: 3, text: say(lang, 'dissents') },
          ...list(
            item.dissents.map(({ seat, words, by }) =>
              labelled(lang, `${seat} (${by})`, words || say(lang, 'noWords')),
            ),
          ),
        ]
      : []),
    ...under(say(lang, 'notes'), notesAt(record, item.itemId, lang)),
  ]
}

function under(title: string, blocks: readonly MinutesBlock[]): MinutesBlock[] {
  return blocks.length === 0 ? [] : [{ kind: 'heading', level: 3, text: title }, ...blocks]
}

/** MIN-9: no two polls bear the same title. A later round says so; the others that would be alike are numbered in their order. */
function pollTitles({ polls }: MinutesRecord, lang: Lang): ReadonlyMap<string, string> {
  const titles = polls.map(({ tally, question }) => {
    // A question is its own subject, in both languages; a part of the plan has the one title its authors gave it.
    const subject = (tally ? titleIn({ ...tally, question }) : question)[lang]
    const title = labelled(lang, say(lang, 'poll'), subject)
    return tally && tally.round > 1 ? `${title}, ${roundWords(tally.round, lang)}` : title
  })
  return new Map(
    polls.map(({ pollId }, at) => {
      const title = titles[at]!
      const alike = titles.filter((one) => one === title).length > 1
      const place = titles.slice(0, at + 1).filter((one) => one === title).length
      return [pollId, alike ? `${title} (${place})` : title] as const
    }),
  )
}

function pollSections(
  record: MinutesRecord,
  polls: MinutesRecord['polls'],
  lang: Lang,
  level: 2 | 3 = 3,
): MinutesSection[] {
  const titles = pollTitles(record, lang)
  return polls.map((poll) => ({
    place: pollPlace(poll.pollId),
    level,
    title: titles.get(poll.pollId)!,
    blocks: pollBlocks(poll, lang, level),
  }))
}

/** Beside the figures, each under its own name, with who said it and when. */
function notesAt(
  { incidents, annotations, corrections }: MinutesRecord,
  itemId: string | null,
  lang: Lang,
): MinutesBlock[] {
  const of = (kind: 'incident' | 'annotation' | 'correction', notes: readonly MinutesNote[]) =>
    notes.filter((note) => (note.itemId ?? null) === itemId).map((note) => ({ ...note, kind }))
  const all = [
    ...of('incident', incidents),
    ...of('annotation', annotations),
    ...of('correction', corrections),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return list(
    all.map(({ kind, at, by, text }) =>
      labelled(lang, `${say(lang, kind)}, ${momentIn(at, lang)}, ${by}`, text),
    ),
  )
}

function general(record: MinutesRecord, lang: Lang): MinutesBlock[] {
  return notesAt(record, null, lang)
}

function endBlocks({ log, previous, rules, recordHead }: MinutesRecord, lang: Lang): MinutesBlock[] {
  const events = lang === 'fr' ? `${log.events} événements` : `${log.events} events`
  return [
    {
      kind: 'seal',
      lines: [
        { label: say(lang, 'log'), value: events },
        { label: say(lang, 'logHash'), value: groupsOfFour(log.hash) },
        ...(rules ? [{ label: say(lang, 'rules'), value: groupsOfFour(rules.digest) }] : []),
        ...(recordHead ? [{ label: say(lang, 'recordHead'), value: recordHeadText(recordHead, lang) }] : []),
        ...(previous ? [{ label: say(lang, 'previous'), value: groupsOfFour(previous.digest) }] : []),
      ],
    },
  ]
}
