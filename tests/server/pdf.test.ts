// EXP-1 to EXP-3: the PDF. The same dossier gives the same bytes; everything written is drawn; the dossier inside is the dossier.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentOf } from '../../server/export/document.ts'
import { findEmbedded } from '../../server/export/embedded.ts'
import { formats } from '../../server/export/formats.ts'
import { drawable } from '../../server/export/glyphs.ts'
import { longMoment } from '../../server/export/moments.ts'
import { renderPdf } from '../../server/export/pdf.ts'
import { pagesEdition, sealed } from '../../server/export/seal.ts'
import { verifyBytes } from '../../server/verify.ts'
import { dossierText } from '../../shared/record/dossier.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { readSeal } from '../../shared/verify/pdf.ts'
import { seededDossier } from '../kit/dossier.ts'
import { type Loose, resealed } from '../kit/forger.ts'
import { genuineHistory } from '../kit/history.ts'

const poppler = existsSync('/usr/bin/pdftotext') && existsSync('/usr/bin/pdfinfo')
const dossier = seededDossier()
const pdf = renderPdf(dossier)
const latin = Buffer.from(pdf).toString('latin1')
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

/** The seal's own line, as it ends the file. */
function readSealLine(bytes: Uint8Array): string {
  return /\n%assise-seal [^\n]*\n$/.exec(Buffer.from(bytes).toString('latin1'))![0]
}

describe('EXP-1 the same dossier gives the same bytes', () => {
  test('twice, and after another one', () => {
    renderPdf(seededDossier({ alliance: false }))

    expect(Buffer.compare(renderPdf(dossier), pdf)).toBe(0)
  })

  test('the pages are those of the edition that the seal names', () => {
    // When this fails, the pages changed: raise pagesEdition in server/export/seal.ts, then write the new digest here.
    const known: Record<number, string> = {
      1: '2884fe36f821244030ea3220da49e8e6c84f65829415698b16a6810efbaa63d8',
      2: '06e353930edb031b8d47e38f896f4a1705730dd8456f1f8aaa14dc3f11c19a54',
    }
    const unsigned = seededDossier({ alliance: false })
    const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

    for (const edition of [1, 2] as const)
      expect(digestOf(renderPdf(unsigned, 'fr', edition))).toBe(known[edition])
    expect(digestOf(renderPdf(unsigned))).toBe(known[pagesEdition])
  })

  test('D-016: a file of the first edition holds still, in both languages, and one that claims another edition does not', async () => {
    for (const lang of ['fr', 'en'] as const) {
      const older = renderPdf(dossier, lang, 1)
      const { holds, findings } = await verifyBytes(older)
      expect([holds, findings.filter(({ code }) => code === 'pages').map(({ status }) => status)]).toEqual([
        true,
        ['ok'],
      ])
      const body = older.subarray(0, older.length - readSealLine(older).length)
      const dressed = await verifyBytes(sealed(body, lang, 2))
      expect(dressed.findings.filter(({ status }) => status === 'failed').map(({ code }) => code)).toEqual([
        'pages',
      ])
    }
  })

  test('the second edition names the policy where the lock had one, and the page that verifies offline', async () => {
    const { file } = await genuineHistory()
    const under = JSON.parse(new TextDecoder().decode(file)) as Dossier
    const said = (of: Dossier, edition: 1 | 2) => JSON.stringify(documentOf(of, 'fr', edition).blocks)

    expect(said(under, 2)).toContain('npx assise verify FICHIER.pdf --politique POLITIQUE.json')
    expect(said(dossier, 2)).toContain('"npx assise verify FICHIER.pdf"')
    for (const of of [under, dossier]) {
      expect(said(of, 2)).toContain('verificateur-assise.html')
      expect(said(of, 1)).not.toContain('verificateur-assise.html')
    }
  })

  test('another dossier gives other bytes, and another date', () => {
    const later = resealed(dossier, (loose) => {
      loose.alliance.concludedAt = '2026-03-12T15:00:00.000Z'
    })

    expect(Buffer.from(renderPdf(later)).toString('latin1')).toContain('D:20260312150000')
    expect(latin).toContain('D:20260226144107')
  })
})

describe('EXP-2 a document that any reader opens and a screen reader reads', () => {
  test('it is tagged PDF/A-3a in Canadian French, with a title', () => {
    expect(latin.startsWith('%PDF-1.7')).toBe(true)
    expect(latin).toMatch(/\/Marked true/)
    expect(latin).toMatch(/\/StructTreeRoot/)
    expect(latin).toMatch(/\/Lang \(fr-CA\)/)
    expect(latin).toMatch(/pdfaid:part>3</)
    expect(latin).toMatch(/pdfaid:conformance>A</)
  })

  test('its last line is the seal of all the bytes before it', () => {
    expect(readSeal(pdf)).toEqual({ edition: pagesEdition, lang: 'fr', holds: true })
    expect(latin).toMatch(/%%EOF\n?\n%assise-seal v1 pages=\d+ sha256=[0-9a-f]{64}\n$/)
  })

  test('the dossier is inside, byte for byte', () => {
    const embedded = findEmbedded(pdf)

    expect(Buffer.from(embedded.bytes!).toString('utf8')).toBe(dossierText(dossier))
    expect(latin).toMatch(/\/AFRelationship \/Data/)
    expect(latin).toContain('/application#2Fjson')
  })

  test.runIf(poppler)('other software reads its title, its tags, its words and its attachment', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assise-'))
    try {
      const file = join(folder, 'a.pdf')
      writeFileSync(file, pdf)
      const run = (command: string, args: string[]) =>
        execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      const info = run('pdfinfo', [file])
      const words = plain(run('pdftotext', ['-layout', file, '-']))

      expect(info).toMatch(/Title:\s+Plan d’action régional pour la solidarité 2026-2029/)
      expect(info).toMatch(/Tagged:\s+yes/)
      for (const title of ['Se loger dignement', 'Manger à sa faim', 'Se déplacer'])
        expect(words).toContain(title)
      expect(words).toContain('ᐃᓄᒃᑎᑐᑦ')
      expect(words).toContain('64 œuvres')
      expect(words).toContain('« dont 19 en situation de pauvreté »')
      expect(words).toContain('4 200 000 $')
      expect(words).toContain('Bulletins recueillis par l’animation')
      expect(words).toContain('Odile Fortin, préfète')
      expect(words).toContain('Le suivi reste à préciser.')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('EXP-3 every text is drawn, whatever people write', () => {
  test('what our fonts lack is written out, never dropped; what could turn the reading around is shown', () => {
    expect(drawable('œuvre « à » ᐃᓄᒃᑎᑐᑦ — 1 460 000 $')).toBe('œuvre « à » ᐃᓄᒃᑎᑐᑦ — 1 460 000 $')
    expect(drawable('bravo 😀')).toBe('bravo [U+1F600]')
    expect(drawable('a\u202eb')).toBe('a[U+202E]b')
    expect(drawable('un\u0007deux\r\ntrois')).toBe('un[U+0007]deux\ntrois')
    expect(drawable('coupe\u00adcésure\u200b')).toBe('coupecésure')
  })

  test('any character of any script passes the compiler', () => {
    const points: number[] = []
    for (let point = 0; point < 0x3400; point += 1) points.push(point)
    for (let point = 0x3400; point < 0x20000; point += 97) points.push(point)
    const odd = points
      .filter((point) => point < 0xd800 || point > 0xdfff)
      .map((point) => `${String.fromCodePoint(point)} e${String.fromCodePoint(point)}`.normalize('NFC'))
    const written = resealed(dossier, (loose) => {
      const lines = odd.flatMap((_, at) => (at % 200 === 0 ? [odd.slice(at, at + 200).join(' ')] : []))
      loose.plan.fields.portrait.overview = lines.map((text, at) => ({
        type: 'paragraph',
        content: [{ type: 'text', text, marks: [{ type: at % 2 === 0 ? 'strong' : 'em' }] }],
      }))
      loose.plan.lists.priorities[0].fields.title = odd.slice(0, 100).join('')
    })

    expect(() => renderPdf(written)).not.toThrow()
  })

  test.each([
    ['markup of the compiler', '#panic("x") $x$ *b* _i_ `r` <label> @ref = titre \\ #import "x.typ"'],
    ['an endless word', 'm'.repeat(20_000)],
    ['a letter under a heap of marks', `e${'\u0323\u0301'.repeat(200)}`.normalize('NFC')],
    ['only spaces', '   '],
    ['many lines', 'a\n'.repeat(2_000)],
  ])('%s is text like any other', (_, text) => {
    const written = resealed(dossier, (loose) => {
      loose.plan.fields.frame.title = text
      loose.plan.lists.priorities[0].fields.title = text
      loose.constats[0].poll.subjectTitle = text
      loose.constats[1].ballots[4].reason = text
      loose.alliance.title = text
      loose.plan.fields.process.account[0].content[0].text = text
    })

    expect(() => renderPdf(written)).not.toThrow()
  })

  test.each([
    [
      'a table inside a table',
      (doc: Loose) =>
        doc.plan.fields.process.account[4].content[1].content[0].content.push(
          structuredClone(doc.plan.fields.process.account[4]),
        ),
    ],
    [
      'lists in lists',
      (doc: Loose) =>
        doc.plan.fields.process.account[2].content[0].content.push(
          structuredClone(doc.plan.fields.process.account[3]),
        ),
    ],
    [
      'an empty list',
      (doc: Loose) => doc.plan.fields.process.account.push({ type: 'bullet_list', content: [] }),
    ],
    [
      'an empty list item',
      (doc: Loose) =>
        doc.plan.fields.process.account.push({ type: 'bullet_list', content: [{ type: 'list_item' }] }),
    ],
    [
      'a link to a long address',
      (doc: Loose) =>
        doc.plan.fields.process.account.push({
          type: 'paragraph',
          content: [
            {
              type: 'text',
              text: 'ici',
              marks: [{ type: 'link', attrs: { href: `https://a.example/${'x'.repeat(1_900)}?é=«` } }],
            },
          ],
        }),
    ],
    ['an empty plan', (doc: Loose) => Object.assign(doc.plan, { fields: {}, lists: {} })],
    ['no consensus record', (doc: Loose) => doc.constats.splice(0)],
  ])('%s is set without a complaint of the compiler', (_, change) => {
    expect(() => renderPdf(resealed(dossier, (loose) => void change(loose)))).not.toThrow()
  })
})

describe('what the pages say', () => {
  const said = (document: unknown) => plain(JSON.stringify(document))

  test('facilitated ballots stand apart, with who recorded them', () => {
    const words = said(documentOf(dossier, 'fr'))

    expect(words).toContain('Bulletins recueillis par l’animation')
    expect(words).toContain('Appui (recueilli)')
  })

  test('a poll whose text was changed since says so', () => {
    expect(said(documentOf(dossier, 'fr'))).toContain('Le texte a changé depuis ce scrutin')
  })

  test('without an Alliance nothing looks signed', () => {
    const words = said(documentOf(seededDossier({ alliance: false }), 'fr'))

    expect(words).toContain('Ce document ne porte pas de signature.')
    expect(words).not.toContain('Signé le')
  })

  test('moments are told at Québec’s legal hour', () => {
    expect(longMoment('2026-03-13T02:05:00.000Z')).toBe('12 mars 2026 à 22 h 05 (heure de l’Est)')
    expect(longMoment('2026-07-01T12:00:00.000Z')).toBe('1er juillet 2026 à 08 h 00 (heure de l’Est)')
  })

  test('each format is known by its type and extension', () => {
    expect(formats.pdf).toMatchObject({ mime: 'application/pdf', extension: 'pdf' })
    expect(Buffer.from(formats.dossier.render(dossier)).toString()).toBe(dossierText(dossier))
  })
})
