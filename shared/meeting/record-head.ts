// The head of the record as people keep it outside of the server: in words, and as the text of a QR code. What they kept proves later that
// nothing was taken out of the record (REC-23). Pure. Called by the minutes, the letters and the room screen.
import type { Lang } from '../basics.ts'
import { groupsOfFour } from '../record/canonical.ts'
import { checkpointText } from '../record/checkpoint.ts'
import type { RecordHead } from './events.ts'

/** « 1 204 inscriptions, racine 4f2a 91bc … »: the size, and the root in groups that can be read aloud. */
export function recordHeadText({ size, root }: RecordHead, lang: Lang): string {
  const count = new Intl.NumberFormat(lang === 'fr' ? 'fr-CA' : 'en-CA').format(size)
  return lang === 'fr'
    ? `${count} ${size < 2 ? 'inscription' : 'inscriptions'}, racine ${groupsOfFour(root)}`
    : `${count} ${size === 1 ? 'entry' : 'entries'}, root ${groupsOfFour(root)}`
}

/** A QR code of ours holds so many bytes; a checkpoint of a log with a very long address does not fit, and then goes in words alone. */
const codeBytesMax = 213

/** The three lines of a C2SP checkpoint, as a log signs them: what a phone that reads the code keeps. Null where they do not fit a code. */
export function recordHeadCode({ origin, size, root }: RecordHead): string | null {
  const bytes = Uint8Array.from(root.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const text = checkpointText({ origin, size, root: bytes })
  return new TextEncoder().encode(text).length <= codeBytesMax ? text : null
}
