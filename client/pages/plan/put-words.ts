// Puts words in a field of the live plan, after the passage they answer: a line of text is continued, a rich text gets a paragraph of its
// own. The editor trims. Called by Offered.
import * as Y from 'yjs'
import { editOrigin, type PlanPlace, typeAt } from './places.ts'

/** `quote`: the passage pointed at, in flat words; at the end when it is empty or stands there no more. */
export function putWords(doc: Y.Doc, place: PlanPlace, quote: string, words: string): void {
  const type = typeAt(doc, place)
  if (!type) return
  doc.transact(() => {
    if (type instanceof Y.Text) {
      const before = type.toString()
      const at = quote === '' ? -1 : before.indexOf(quote)
      const end = at < 0 ? before.length : at + quote.length
      type.insert(end, (end > 0 && !/\s$/.test(before.slice(0, end)) ? ' ' : '') + words)
      return
    }
    const paragraphs = words.split(/\n+/).filter((line) => line.trim() !== '')
    type.insert(
      blockAfter(type, quote),
      paragraphs.map((line) => {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText(line)])
        return paragraph
      }),
    )
  }, editOrigin)
}

/** The index after the block whose words end the quote; the end when none does. */
function blockAfter(fragment: Y.XmlFragment, quote: string): number {
  const wanted = flat(quote)
  if (wanted === '') return fragment.length
  let read = ''
  for (const [at, part] of fragment.toArray().entries()) {
    read = flat(`${read} ${plain(part)}`)
    if (read.includes(wanted)) return at + 1
  }
  return fragment.length
}

function plain(part: Y.XmlElement | Y.XmlText | Y.XmlHook): string {
  if (part instanceof Y.XmlText)
    return (part.toDelta() as { insert: unknown }[])
      .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
      .join('')
  if (!(part instanceof Y.XmlElement)) return ''
  const parts = (part.toArray() as (Y.XmlElement | Y.XmlText)[]).map(plain)
  return part.nodeName === 'paragraph' ? parts.join('') : parts.join(' ')
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
