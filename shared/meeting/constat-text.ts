// What changed in a text since the round before, as blocks: each difference with its words before and after. Pure.
// Called by constat-sections.ts.
import type { Lang } from '../basics.ts'
import type { Change } from '../plan/changes.ts'
import { pollTextChanges } from '../poll/text-outline.ts'
import type { VoteConstat } from '../record/poll-records.ts'
import type { ConstatBeside } from './constat-beside.ts'
import { labelled, type MinutesBlock, paragraph, quoted, say } from './minutes-blocks.ts'

/** VOTE-24 on paper: every difference, or that there is none; that a first round has no version before it. */
export function differenceBlocks(
  { text, poll }: VoteConstat,
  before: ConstatBeside['before'],
  lang: Lang,
): MinutesBlock[] {
  if (!before) return poll.follows === undefined ? [paragraph(say(lang, 'firstRound'))] : []
  const changes = pollTextChanges(before.text, text)
  const since =
    lang === 'fr'
      ? `Depuis le texte soumis au tour ${before.round}\u00a0:`
      : `Since the text of round ${before.round}:`
  if (changes.length === 0)
    return [paragraph(`${since.replace(/[\s\u00a0]*:$/, '')}, ${say(lang, 'sameText')}`)]
  return [
    paragraph(since),
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: changes.map((change) => [
        { kind: 'paragraph', runs: [{ text: change.label[lang], strong: true }] },
        ...changeLines(change, lang).map(paragraph),
      ]),
    },
  ]
}

function changeLines({ kind, before, after }: Change, lang: Lang): string[] {
  const was = (words: string) => labelled(lang, say(lang, 'wordsBefore'), quotedOr(words, lang))
  const now = (words: string) => labelled(lang, say(lang, 'wordsAfter'), quotedOr(words, lang))
  switch (kind) {
    case 'added':
      return [labelled(lang, say(lang, 'wordsAdded'), quotedOr(after[lang], lang))]
    case 'removed':
      return [labelled(lang, say(lang, 'wordsRemoved'), quotedOr(before[lang], lang))]
    case 'shape':
      return [say(lang, 'shapeOnly')]
    case 'order':
      return [labelled(lang, say(lang, 'newOrder'), after[lang])]
    default:
      return [was(before[lang]), now(after[lang])]
  }
}

function quotedOr(words: string, lang: Lang): string {
  return words === '' ? say(lang, 'noText') : quoted(lang, words)
}
