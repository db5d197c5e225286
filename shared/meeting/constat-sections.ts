// The record of one poll in words, in one language: its figures as minutes tell them, its meeting with who was there, its register with each
// ballot, its exact text and what changed in it since the round before, what it rests on. Pure. Called by its page and by its PDF.
import type { Bilingual, Lang } from '../basics.ts'
import { outlinePollText } from '../poll/text-outline.ts'
import { digest, groupsOfFour } from '../record/canonical.ts'
import type { AddendumRecord, VoteConstat } from '../record/poll-records.ts'
import type { ConstatBeside, ConstatFile } from './constat-beside.ts'
import { attendanceBlocks, dissentBlocks, sittingBlocks } from './constat-sitting.ts'
import { differenceBlocks } from './constat-text.ts'
import { registerBlocks } from './constat-voices.ts'
import {
  list,
  type MinutesBlock,
  type MinutesSection,
  pairs,
  paragraph,
  say,
  table,
} from './minutes-blocks.ts'
import { objectionsSince, pollBlocks } from './minutes-poll-sections.ts'
import { tallyOf } from './minutes-polls.ts'
import type { MinutesPoll } from './minutes-record.ts'
import { bodyText } from './minutes-words-of.ts'

/** MIN-10: everything that a record must tell, each part only where there is something to tell. */
export function constatSections({ constat, addenda, beside }: ConstatFile, lang: Lang): MinutesSection[] {
  const section = (title: string, blocks: readonly MinutesBlock[]): MinutesSection[] =>
    blocks.length === 0 ? [] : [{ place: null, level: 1, title, blocks }]
  const { meeting } = constat
  return [
    ...section(say(lang, 'body'), bodyBlocks(beside, lang)),
    ...section(say(lang, 'poll'), [
      ...pollBlocks(asPoll(constat, addenda), lang, 1, below),
      ...objectionsSince(constat.objections, beside.objections, lang),
    ]),
    ...section(say(lang, 'bothLanguages'), bothBlocks(constat)),
    ...section(
      say(lang, 'meeting'),
      meeting ? sittingBlocks(meeting, beside, lang) : [paragraph(say(lang, 'noMeeting'))],
    ),
    ...section(say(lang, 'presence'), attendanceBlocks(constat, beside, lang)),
    ...section(say(lang, 'register'), registerBlocks(constat, beside.answers, lang)),
    ...section(say(lang, 'dissents'), dissentBlocks(constat, beside, lang)),
    ...section(say(lang, 'exactText'), textBlocks(constat, beside, lang)),
    ...section(say(lang, 'difference'), differenceBlocks(constat, beside.before, lang)),
    ...section(say(lang, 'howCounted'), list(constat.count?.trace.map((line) => line[lang]) ?? [])),
    ...section(say(lang, 'constatEnd'), endBlocks(constat, lang)),
  ]
}

const below: Bilingual = { fr: 'Le texte exact est plus bas.', en: 'The exact text stands below.' }

function bodyBlocks({ body }: ConstatBeside, lang: Lang): MinutesBlock[] {
  return pairs(lang, [
    ['body', bodyText(body, lang)],
    ['territory', body.territories.join(' · ')],
  ])
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

/** What was put to people who read either language, side by side: one question, and options counted by their ids alone (INV-20). */
function bothBlocks({ poll: { question, setting } }: VoteConstat): MinutesBlock[] {
  const row = (text: Bilingual) => [text.fr, text.en]
  return table(
    '',
    ['Français', 'English'],
    [row(question), ...setting.options.map(({ label }) => row(label))],
    {
      widths: [1, 1],
    },
  )
}

/** The exact text; its headings come down under that of the section. */
function textBlocks({ text }: VoteConstat, { names }: ConstatBeside, lang: Lang): MinutesBlock[] {
  return outlinePollText(text, lang, (id) => names[id]).map((block) =>
    block.kind === 'heading' ? { ...block, level: Math.min(block.level + 1, 6) } : block,
  )
}

/** The digests that tie the record to its text, its register, the record before it and the log of its meeting. */
function endBlocks(constat: VoteConstat, lang: Lang): MinutesBlock[] {
  const { poll, previous, meeting } = constat
  const line = (key: Parameters<typeof say>[1], value: string | undefined) =>
    value === undefined ? [] : [{ label: say(lang, key), value }]
  return [
    {
      kind: 'seal',
      lines: [
        ...line('constatHash', groupsOfFour(digest('constat', constat))),
        ...line('previousConstat', previous === undefined ? say(lang, 'noPrevious') : groupsOfFour(previous)),
        ...line('registerHash', groupsOfFour(poll.registerHash)),
        ...line('consultativeHash', poll.consultativeHash && groupsOfFour(poll.consultativeHash)),
        ...line('logHash', meeting && groupsOfFour(meeting.logHash)),
      ],
    },
  ]
}
