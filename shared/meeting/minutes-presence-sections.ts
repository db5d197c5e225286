// The attendance in words: minutes and the record of one poll tell it alike. Pure.
// Called by minutes-sections.ts and constat-sections.ts.
import type { Bilingual, Lang } from '../basics.ts'
import { colleges } from '../territory.ts'
import { labelled, list, type MinutesBlock, paragraph, say, table } from './minutes-blocks.ts'
import type { MinutesRecord, MinutesSeat, MinutesStay } from './minutes-record.ts'
import { hourOn } from './moments.ts'

export interface Attendance {
  readonly seats: readonly MinutesSeat[]
  readonly others: MinutesRecord['others']
  /** The day whose hours stand without it. */
  readonly on: string
  /** The title of an item, for a recusal. */
  readonly title: (itemId: string) => Bilingual | undefined
}

/** Each seat with who sat in it, from when to when; then who else was there, proxies, recusals. */
export function presenceBlocks({ seats, others, on, title }: Attendance, lang: Lang): MinutesBlock[] {
  const hour = (instant: string) => hourOn(instant, on, lang)
  const voting = seats.filter(({ right }) => right === 'deliberative')
  const count = (presence: MinutesSeat['presence']) =>
    voting.filter((seat) => seat.presence === presence).length
  const summary =
    lang === 'fr'
      ? `Sièges délibérants\u00a0: ${voting.length}. Présents\u00a0: ${count('present')}, représentés\u00a0: ${count('represented')}, absents\u00a0: ${count('absent')}.`
      : `Deliberative seats: ${voting.length}. Present: ${count('present')}, represented: ${count('represented')}, absent: ${count('absent')}.`
  const rows = seats.map((seat) => [
    seat.name,
    colleges[seat.college][lang],
    say(lang, seat.right),
    seatPresence(seat, lang, hour),
  ])
  const proxies = seats.flatMap(({ name, proxies }) =>
    proxies.map(
      ({ to, from, until }) =>
        `${name} → ${to}, ${hour(from)}${until === undefined ? '' : `\u00a0– ${hour(until)}`}`,
    ),
  )
  const recusals = seats.flatMap(({ name, recusals }) =>
    recusals.map(({ itemId, reason, at, until }) =>
      labelled(
        lang,
        `${name}, ${title(itemId)?.[lang] ?? itemId} (${hour(at)}${until === undefined ? '' : `\u00a0– ${hour(until)}`})`,
        reason,
      ),
    ),
  )
  const part = (key: 'proxies' | 'recusals', lines: readonly string[]): MinutesBlock[] =>
    lines.length === 0 ? [] : [{ kind: 'heading', level: 2, text: say(lang, key) }, ...list(lines)]
  return [
    ...(voting.length > 0 ? [paragraph(summary)] : [paragraph(say(lang, 'nothing'))]),
    ...table('', [say(lang, 'seat'), say(lang, 'college'), say(lang, 'voice'), say(lang, 'who')], rows, {
      widths: [4, 3, 2, 6],
    }),
    ...(others.length > 0
      ? [
          { kind: 'heading' as const, level: 2, text: say(lang, 'others') },
          ...list(
            others.map(({ name, stays }) =>
              labelled(lang, name, stays.map((stay) => stayWords(stay, lang, hour)).join('\u00a0; ')),
            ),
          ),
        ]
      : []),
    ...part('proxies', proxies),
    ...part('recusals', recusals),
  ]
}

type Hour = (instant: string) => string

function seatPresence({ presence, stays, represented, gone }: MinutesSeat, lang: Lang, hour: Hour): string {
  const lines = [
    ...stays.map((stay) => `${stay.name}${asWords(stay, lang)}, ${stayWords(stay, lang, hour)}`),
    ...represented.map(
      ({ by, from, to }) =>
        `${say(lang, 'represented')} (${by}), ${hour(from)}\u00a0– ${to === undefined ? '' : hour(to)}`,
    ),
    ...(gone === undefined
      ? []
      : [`${lang === 'fr' ? 'hors du registre depuis' : 'off the roll since'} ${hour(gone)}`]),
  ]
  // What was found says it by itself.
  return lines.length === 0 || presence === 'absent'
    ? [say(lang, presence), ...lines].join('\n')
    : lines.join('\n')
}

function asWords({ as }: MinutesStay, lang: Lang): string {
  return as === undefined ? '' : ` (${say(lang, as)})`
}

function stayWords({ mode, from, to, enteredBy }: MinutesStay, lang: Lang, hour: Hour): string {
  const entered =
    enteredBy === undefined ? '' : lang === 'fr' ? `, entrée par ${enteredBy}` : `, entered by ${enteredBy}`
  return `${say(lang, mode)}, ${hour(from)}\u00a0– ${to === undefined ? '…' : hour(to)}${entered}`
}
