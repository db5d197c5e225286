// EXP-5 to EXP-7: the thread that makes documents, the English pages, the document for a word processor, the tables; and their routes.
import mammoth from 'mammoth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvOf, decimals } from '../../server/export/csv.ts'
import { renderTable } from '../../server/export/csv-tables.ts'
import { documentOf } from '../../server/export/document.ts'
import { renderDocx } from '../../server/export/docx.ts'
import { renderPdf } from '../../server/export/pdf.ts'
import { press } from '../../server/export/press.ts'
import { readZip } from '../../server/export/zip.ts'
import { verifyBytes } from '../../server/verify.ts'
import { files } from '../../shared/api.ts'
import { tableKeys } from '../../shared/plan/tables.ts'
import { groupsOfFour } from '../../shared/record/canonical.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { readSeal } from '../../shared/verify/pdf.ts'
import { seededDossier } from '../kit/dossier.ts'
import { resealed } from '../kit/forger.ts'
import { type Voted, voted, votedDossier } from '../kit/voted-dossier.ts'

const dossier = seededDossier()
let place: Voted
beforeAll(async () => {
  place = await votedDossier()
}, 60_000)
afterAll(async () => {
  expect(place.world.errors).toEqual([])
  await place.world.close()
})

describe('EXP-5 documents are made in a thread', () => {
  test('they are the very bytes that the verifier sets', async () => {
    const made = await press({ kind: 'pdf', dossier, lang: 'en' })

    expect(Buffer.compare(made, renderPdf(dossier, 'en'))).toBe(0)
  })

  test('one that several ask for at once is made once', async () => {
    const job = { kind: 'pdf', dossier: seededDossier({ alliance: false }), lang: 'fr' } as const

    expect(press(job)).toBe(press(job))
    await press(job)
  })

  test('the server goes on while one is made', async () => {
    const job = press({ kind: 'pdf', dossier: seededDossier({ alliance: false }), lang: 'en' })
    let done = false
    const made = job.then(() => {
      done = true
    })
    let turns = 0
    while (!done) {
      turns += 1
      await new Promise((next) => setImmediate(next))
    }
    await made

    // Set here, it would have taken one turn.
    expect(turns).toBeGreaterThan(20)
  })

  test('one that cannot be made fails alone, and may be asked again', async () => {
    const broken = { kind: 'sheet', document: '{"no":"document"}', dossier: '{}' } as const
    const [first, second] = await Promise.allSettled([
      press(broken),
      press({ kind: 'docx', dossier, lang: 'fr' }),
    ])

    expect(first.status).toBe('rejected')
    expect(second.status).toBe('fulfilled')
    await expect(press(broken)).rejects.toThrow()
  })
})

describe('EXP-6 English beside French', () => {
  test('the file says its language, and holds in it', async () => {
    const english = renderPdf(dossier, 'en')
    const { holds, findings } = await verifyBytes(english)

    expect(readSeal(english)).toMatchObject({ lang: 'en', holds: true })
    expect(Buffer.from(english).toString('latin1')).toMatch(/\/Lang \(en-CA\)/)
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
    expect(holds).toBe(true)
  })

  test('a file that says another language than its pages is refused', async () => {
    const text = Buffer.from(renderPdf(dossier, 'en')).toString('latin1').replace(' lang=en', '')
    const { findings } = await verifyBytes(new Uint8Array(Buffer.from(text, 'latin1')))

    expect(findings.filter(({ status }) => status === 'failed').map(({ code }) => code)).toEqual(['pages'])
  })

  test('the same blocks in both, hours with their zone, and not a French label left in the English one', () => {
    for (const one of [dossier, place.dossier]) {
      const [fr, en] = [documentOf(one, 'fr'), documentOf(one, 'en')]
      const words = JSON.stringify(en)

      expect(en.blocks.map(({ kind }) => kind)).toEqual(fr.blocks.map(({ kind }) => kind))
      expect(words).toContain('(Eastern time)')
      expect(words).not.toMatch(
        /heure de l’Est|Empreinte|Relevé|Registre|Inscrit par|atteint|n’a pas voté| tour \d/,
      )
    }
    expect(documentOf(dossier, 'en').cover.seal[0]!.value).toBe(
      '1, locked on February 26, 2026 at 09:30 (Eastern time)',
    )
  })
})

describe('EXP-6 a document for a word processor', () => {
  test('says all that the plan and its records say, in headings and tables', async () => {
    const file = Buffer.from(await renderDocx(dossier, 'fr'))
    const { value: html } = await mammoth.convertToHtml({ buffer: file })
    const text = html
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('\u00a0', ' ')
      .replaceAll('\u202f', ' ')
      .replaceAll('&amp;', '&')

    for (const said of [
      'Se loger dignement',
      'Créer 40 logements',
      'unités occupées',
      'Fonds de démarrage',
      'Ville de Val-Doré',
      '4 200 000 $',
      'ᐃᓄᒃᑎᑐᑦ',
      '😀',
      'Bulletins recueillis par l’animation',
      'Odile Fortin, préfète',
      groupsOfFour(dossier.version.planDigest),
      'Copie de travail',
    ])
      expect(text).toContain(said)
    expect(html.match(/<h1>/g)!.length).toBeGreaterThan(6)
    expect(html.match(/<table>/g)!.length).toBeGreaterThan(8)
    expect(html).toMatch(/<a href="https?:/)
  })

  test('the same dossier gives the same bytes, whenever', async () => {
    const first = await renderDocx(dossier, 'fr')
    // A ZIP tells time by two seconds.
    await new Promise((later) => setTimeout(later, 2_100))

    expect(Buffer.compare(first, await renderDocx(dossier, 'fr'))).toBe(0)
  })

  test('styles have names that a person can restyle; the language is the document’s', async () => {
    const styles = (lang: 'fr' | 'en') =>
      renderDocx(dossier, lang).then((file) =>
        Buffer.from(
          readZip(Buffer.from(file)).find(({ name }) => name === 'word/styles.xml')!.bytes,
        ).toString(),
      )

    expect(await styles('fr')).toContain('w:val="Sceau"')
    expect(await styles('fr')).toContain('fr-CA')
    expect(await styles('en')).toContain('en-CA')
  })

  test('whatever people write, the file stays whole', async () => {
    const written = resealed(dossier, (loose) => {
      loose.plan.fields.frame.title = 'a\u0007b\u202ec <w:t> & "œ" ]]> \ufffe'
      loose.plan.fields.process.account[4].content[1].content[0].content.push(
        structuredClone(loose.plan.fields.process.account[4]),
      )
    })
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(await renderDocx(written, 'fr')) })

    expect(value).toContain('a[U+0007]b[U+202E]c <w:t> & "œ" ]]> [U+FFFE]')
  })
})

function sheet(one: Dossier, key: (typeof tableKeys)[number], lang: 'fr' | 'en' = 'fr'): string[] {
  return Buffer.from(renderTable(one, key, lang))
    .toString('utf8')
    .split('\r\n')
}

describe('EXP-7 the tables', () => {
  test('begin with the mark, use « ; », quote what needs it, and end each line', () => {
    expect(Buffer.from(csvOf([['a', 'b;c', 'd"e', 'f\ng', 5]])).toString('utf8')).toBe(
      '\ufeffa;"b;c";"d""e";"f\ng";5\r\n',
    )
  })

  test.each(['=1+1', '+1', '-1+2', '@SUM(A1)', ' =1', '\t=1', '＝1', '|calc', '\r=1'])(
    '%j is text, not a formula',
    (cell) => {
      expect(Buffer.from(csvOf([[cell]])).toString('utf8')).toBe(`\ufeff"'${cell}"\r\n`)
    },
  )

  test('amounts are plain decimals', () => {
    expect([0, 5, 100, 146_000_000, -250].map(decimals)).toEqual([
      '0.00',
      '0.05',
      '1.00',
      '1460000.00',
      '-2.50',
    ])
  })

  test('priorities with their results, means, shares', () => {
    const [head, first] = sheet(dossier, 'priorities')
    expect(head).toBe(
      '\ufeffNo;Priorité;Suite;Motif;Enjeux visés;Pourquoi cette priorité;Montant des moyens ($);Objectif;Résultat;Indicateur;Situation de départ;Cible;Échéance',
    )
    expect(first).toMatch(
      /^1;Se loger dignement;Retenue;;Logement;.*;1100000\.00;Créer 40 logements;Résultat 1;/,
    )
    expect(sheet(dossier, 'priorities').join('\n')).toContain('Non retenue;Relève d’un autre plan.')
    expect(sheet(dossier, 'means').slice(1, -1)).toHaveLength(dossier.plan.lists.means!.length)
    expect(sheet(dossier, 'means')[1]).toContain('Se loger dignement;Créer 40 logements;')
    expect(sheet(dossier, 'allocations', 'en')[0]).toBe('\ufeffTerritory;Amount ($);Note')
    expect(sheet(dossier, 'allocations')[1]).toBe('MRC des Coteaux;2100000.00;')
  })

  test('ballots are named where the poll was open, and nothing of a secret one is there', () => {
    const lines = sheet(place.dossier, 'ballots').slice(1, -1)
    const secret = place.dossier.constats[voted.transport]!
    const named = place.dossier.constats.filter((constat) => constat !== secret)

    expect(secret.format === 'assise/constat/v2' && secret.secret?.roll.length).toBeGreaterThan(0)
    expect(lines.length).toBeGreaterThan(4)
    for (const constat of named)
      expect(lines.some((line) => line.startsWith(constat.poll.subjectTitle))).toBe(true)
    expect(lines.filter((line) => line.startsWith(secret.poll.subjectTitle))).toEqual([])
    expect(sheet(dossier, 'ballots')).toHaveLength(
      2 + dossier.constats.reduce((sum, { ballots }) => sum + ballots.length, 0),
    )
  })
})

describe('EXP-4 the routes', () => {
  test('a member takes each file in each language, under a plain name', async () => {
    const { world, versionId } = place
    const name = async (path: string) => {
      const response = await world.observer.fetch(path)
      expect(response.status).toBe(200)
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(20)
      return response.headers.get('content-disposition')
    }

    expect(await name(`${files.versionPdf(versionId)}?lang=en`)).toBe(
      'attachment; filename="plan-version-1-en.pdf"',
    )
    expect(await name(files.versionDocx(versionId))).toBe('attachment; filename="plan-version-1.docx"')
    expect(await name(files.versionTable(versionId, 'means'))).toBe(
      'attachment; filename="moyens-version-1.csv"',
    )
    for (const key of tableKeys) await name(`${files.versionTable(versionId, key)}?lang=en`)
  })

  test('nobody else, and no table that does not exist', async () => {
    const { world, versionId } = place
    for (const path of [files.versionDocx(versionId), files.versionTable(versionId, 'ballots')]) {
      expect((await world.stranger.fetch(path)).status).toBe(404)
      expect((await world.browser().fetch(path)).status).toBe(401)
    }
    expect((await world.observer.fetch(files.versionTable(versionId, 'people'))).status).toBe(404)
  })
})
