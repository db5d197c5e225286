// Which characters our fonts can draw, read from the fonts themselves; the rest is written out as its code point, so that a page
// never fails on a character nor drops one in silence. Called by typst.ts (the fonts) and document.ts (every text of a page).
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const find = createRequire(import.meta.url)

const families = [
  {
    folder: '@expo-google-fonts/source-serif-4',
    stem: 'SourceSerif4',
    faces: ['400Regular', '400Regular_Italic', '600SemiBold', '600SemiBold_Italic'],
  },
  {
    folder: '@expo-google-fonts/atkinson-hyperlegible-next',
    stem: 'AtkinsonHyperlegibleNext',
    faces: ['400Regular', '400Regular_Italic', '600SemiBold', '600SemiBold_Italic'],
  },
  {
    folder: '@expo-google-fonts/noto-sans-canadian-aboriginal',
    stem: 'NotoSansCanadianAboriginal',
    faces: ['400Regular', '600SemiBold'],
  },
]

let loaded: { readonly blobs: readonly Buffer[]; readonly cover: readonly ReadonlySet<number>[] } | null =
  null

/** The font files, read once; TrueType only (the compiler ignores other formats without a word). */
export function fontBlobs(): readonly Buffer[] {
  return load().blobs
}

/**
 * The text as our fonts can draw it: a character none of them holds becomes [U+1F600]; marks that would turn the reading
 * direction around are written out too, since what is read must be what is signed.
 */
export function drawable(text: string): string {
  // Only what is beyond everyday French and English is looked at, with the letter before it (a mark may follow).
  const odd = /\P{Cc}?[^\n\x20-\x7e\xa0-\xac\xae-\xffœŒ’–—…“”]+/gu
  return text
    .replace(/\r\n?/g, '\n')
    .replace(odd, (some) =>
      Array.from(clusters.segment(some), ({ segment }) => drawnCluster(segment)).join(''),
    )
    .replace(endless, (word) => word.replace(/.{40}/gsu, '$&\u200b'))
}

/** A word wider than a line may be broken (U+200B): it would run off the page, and past a limit of the format. */
const endless = /\S{81,}/gu

function drawnCluster(cluster: string): string {
  const { cover } = load()
  const points = Array.from(cluster, (character) => character.codePointAt(0)!)
  const shown = points.filter((point) => !isSilent(point))
  const whole = cover.some((family) => shown.every((point) => family.has(point)))
  if (whole && !shown.some(isUnsafe)) return shown.map((point) => String.fromCodePoint(point)).join('')
  return shown.map((point) => spelled(point, cover)).join('')
}

const clusters = new Intl.Segmenter('fr', { granularity: 'grapheme' })

function spelled(point: number, cover: readonly ReadonlySet<number>[]): string {
  if (spaces.has(point)) return '\u00a0'
  if (!isUnsafe(point) && !isMark(point) && cover.some((family) => family.has(point)))
    return String.fromCodePoint(point)
  return `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`
}

/** Spaces some fonts lack: an ordinary no-break space says the same. */
const spaces = new Set([0x9, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x202f])

/** Joiners, variation selectors, soft hyphens: they draw nothing. */
function isSilent(point: number): boolean {
  return (
    point === 0xad ||
    point === 0x200b ||
    point === 0x200c ||
    point === 0x200d ||
    point === 0x2060 ||
    point === 0xfeff ||
    (point >= 0xfe00 && point <= 0xfe0f) ||
    (point >= 0xe0100 && point <= 0xe01ef)
  )
}

function isMark(point: number): boolean {
  return /\p{M}/u.test(String.fromCodePoint(point))
}

/** Controls, direction marks, line separators, private use: never drawn as such. */
function isUnsafe(point: number): boolean {
  return /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u.test(String.fromCodePoint(point))
}

function load() {
  if (loaded) return loaded
  const blobs: Buffer[] = []
  const cover = families.map(({ folder, stem, faces }) => {
    const sets = faces.map((face) => {
      const blob = readFileSync(find.resolve(`${folder}/${face}/${stem}_${face}.ttf`))
      blobs.push(blob)
      return characters(blob)
    })
    const [first, ...others] = sets as [Set<number>, ...Set<number>[]]
    return new Set([...first].filter((point) => others.every((set) => set.has(point))))
  })
  loaded = { blobs, cover }
  return loaded
}

/** The code points a TrueType file maps to a glyph: its `cmap` table, formats 4 and 12 (OpenType 1.9, cmap). */
function characters(font: Buffer): Set<number> {
  const tables = font.readUInt16BE(4)
  let cmap = -1
  for (let at = 0; at < tables; at++) {
    if (font.toString('latin1', 12 + at * 16, 16 + at * 16) === 'cmap') cmap = font.readUInt32BE(20 + at * 16)
  }
  const found = new Set<number>()
  if (cmap < 0) return found
  const subtables = font.readUInt16BE(cmap + 2)
  for (let at = 0; at < subtables; at++) {
    const start = cmap + font.readUInt32BE(cmap + 8 + at * 8)
    const format = font.readUInt16BE(start)
    if (format === 4) addSegments(font, start, found)
    if (format === 12) addGroups(font, start, found)
  }
  return found
}

function addSegments(font: Buffer, start: number, found: Set<number>): void {
  const segments = font.readUInt16BE(start + 6) / 2
  for (let at = 0; at < segments; at++) {
    const last = font.readUInt16BE(start + 14 + at * 2)
    const first = font.readUInt16BE(start + 16 + segments * 2 + at * 2)
    const delta = font.readUInt16BE(start + 16 + segments * 4 + at * 2)
    const rangeAt = start + 16 + segments * 6 + at * 2
    const range = font.readUInt16BE(rangeAt)
    for (let point = first; point <= last && point < 0xffff; point++) {
      const glyph = range === 0 ? point + delta : font.readUInt16BE(rangeAt + range + (point - first) * 2)
      if ((glyph & 0xffff) !== 0) found.add(point)
    }
  }
}

function addGroups(font: Buffer, start: number, found: Set<number>): void {
  const groups = font.readUInt32BE(start + 12)
  for (let at = 0; at < groups; at++) {
    const first = font.readUInt32BE(start + 16 + at * 12)
    const last = font.readUInt32BE(start + 20 + at * 12)
    for (let point = first; point <= last; point++) found.add(point)
  }
}
