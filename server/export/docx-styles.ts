// The named styles of a document for a word processor: whoever changes one changes it everywhere. Called by docx.ts.
import { AlignmentType, BorderStyle, type INumberingOptions, type IStylesOptions, LevelFormat } from 'docx'
import type { Lang } from '../../shared/basics.ts'

/** Fonts that a ministry's machines have; they are changed in the styles, not in the text. */
const prose = 'Georgia'
const plain = 'Calibri'
const [ink, quiet, river] = ['1B1F2A', '565B66', '1F5C7A']

export function docxStyles(lang: Lang): IStylesOptions {
  const spacing = (before: number, after: number) => ({ spacing: { before, after } })
  const heading = (size: number, before: number) => ({
    run: { font: plain, bold: true, size, color: ink },
    paragraph: { ...spacing(before, 120), keepNext: true },
  })
  const based = (id: string, name: string) => ({ id, name, basedOn: 'Normal', quickFormat: true })
  return {
    default: {
      document: {
        run: { font: prose, size: 21, color: ink, language: { value: lang === 'fr' ? 'fr-CA' : 'en-CA' } },
        paragraph: { spacing: { after: 120, line: 288 } },
      },
      title: { run: { font: plain, bold: true, size: 52 }, paragraph: spacing(480, 240) },
      heading1: heading(36, 480),
      heading2: heading(28, 360),
      heading3: heading(24, 280),
      heading4: heading(22, 240),
      heading5: heading(21, 200),
      heading6: heading(21, 200),
      hyperlink: { run: { color: river, underline: {} } },
      listParagraph: { paragraph: spacing(0, 60) },
    },
    paragraphStyles: [
      { ...based('Surtitre', 'Surtitre'), run: { font: plain, size: 20, color: quiet } },
      { ...based('Fiche', 'Fiche'), paragraph: { ...spacing(0, 80), indent: { left: 240, hanging: 240 } } },
      { ...based('Etat', 'État'), run: { font: plain, size: 21 }, paragraph: spacing(60, 120) },
      { ...based('Enonce', 'Énoncé'), run: { italics: true }, paragraph: { indent: { left: 480 } } },
      {
        ...based('Sceau', 'Sceau'),
        run: { font: plain, size: 17 },
        paragraph: {
          ...spacing(60, 60),
          indent: { left: 160 },
          border: { left: { style: BorderStyle.SINGLE, size: 16, color: river, space: 8 } },
        },
      },
      {
        ...based('Caption', 'caption'),
        run: { font: plain, bold: true, size: 19 },
        paragraph: spacing(200, 80),
      },
      { ...based('Tableau', 'Tableau'), run: { font: plain, size: 18 }, paragraph: spacing(20, 20) },
      {
        ...based('TableauEntete', 'Tableau, en-tête'),
        run: { font: plain, size: 18, bold: true },
        paragraph: spacing(20, 20),
      },
      {
        ...based('TableauChiffres', 'Tableau, chiffres'),
        run: { font: plain, size: 18 },
        paragraph: { ...spacing(20, 20), alignment: AlignmentType.RIGHT },
      },
      { ...based('Suite', 'Suite de tableau'), run: { size: 8 }, paragraph: spacing(0, 120) },
      { ...based('Footer', 'footer'), run: { font: plain, size: 16, color: quiet } },
    ],
  }
}

export const listReferences = { bullets: 'puces', from: (start: number) => `nombres-${start}` }

/** Bullets, and one numbering for each number that a list begins with. */
export function numberingOf(starts: ReadonlySet<number>): INumberingOptions {
  const marks = ['•', '–', '·']
  const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8]
  const style = (level: number) => ({
    paragraph: { indent: { left: 400 * (level + 1), hanging: 300 } },
  })
  return {
    config: [
      {
        reference: listReferences.bullets,
        levels: levels.map((level) => ({
          level,
          format: LevelFormat.BULLET,
          text: marks[level % marks.length]!,
          style: style(level),
        })),
      },
      ...[...starts].map((start) => ({
        reference: listReferences.from(start),
        levels: levels.map((level) => ({
          level,
          format: LevelFormat.DECIMAL,
          text: `%${level + 1}.`,
          start,
          style: style(level),
        })),
      })),
    ],
  }
}

const [none, thin] = [
  { style: BorderStyle.NONE, size: 0, color: 'auto' },
  { style: BorderStyle.SINGLE, size: 4, color: 'D9D4C7' },
]

export const tableLook = {
  borders: { top: thin, bottom: thin, left: none, right: none, insideHorizontal: thin, insideVertical: none },
  margins: { top: 40, bottom: 40, left: 80, right: 80 },
}
