// COUNT-15: `assise tally FILE.json`, what it prints and how it exits.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { tallyCommand } from '../../server/tally.ts'
import { type TallyFile, tallyFileText } from '../../shared/poll/tally-file.ts'
import { seatsOf, settingOf } from '../kit/counting.ts'
import { tallyFileOf } from '../kit/tally-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'assise-tally-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const register = seatsOf(3)
const ranking = (...ids: string[]) => ({ ranking: ids.map((id) => [id]) })
const file = tallyFileOf({
  setting: settingOf('schulze'),
  register,
  voices: [
    { seatId: register[0]!.seatId, value: ranking('A', 'B', 'C') },
    { seatId: register[1]!.seatId, value: ranking('A', 'C', 'B') },
  ],
})
async function run(content: TallyFile | string | null, ...args: string[]) {
  const path = join(folder, `file-${Math.floor(performance.now() * 1_000)}.json`)
  if (content !== null) writeFileSync(path, typeof content === 'string' ? content : tallyFileText(content))
  const said: string[] = []
  const code = await tallyCommand([path, ...args], (text) => said.push(text))
  return { code, said: said.join('\n') }
}

describe('assise tally', () => {
  test('COUNT-15 the same count: exit 0, with the rule, the digest and how it was counted, in French', async () => {
    const { code, said } = await run(file)
    expect(code).toBe(0)
    expect(said).toContain('Adoptez-vous le texte')
    expect(said).toContain('✓ Le compte est le même, à l’octet près. [count]')
    expect(said).toContain('A fr bat B fr, 2 contre 0.')
    expect(said).toMatch(/Empreinte du scrutin.: ([0-9a-f]{4} ){15}[0-9a-f]{4}/)
    expect(said).toContain('le compte est le même')
  })

  test('COUNT-15 a figure that was touched: exit 1, what differs, in English when asked', async () => {
    const touched = { ...file, count: { ...file.count, retained: ['B'] } }
    const { code, said } = await run(touched, '--lang', 'en')
    expect(code).toBe(1)
    expect(said).toContain('/retained/0\u00a0→ stated "B" · recounted "A"')
    expect(said).toContain('VERDICT: the count DIFFERS')
  })

  test('COUNT-15 for a program: one JSON report, whatever comes out', async () => {
    const same = await run(file, '--json')
    expect(JSON.parse(same.said)).toMatchObject({ format: 'assise/recount/v1', same: true, differences: [] })
    const broken = await run('{"format":', '--json')
    expect(broken.code).toBe(2)
    expect(JSON.parse(broken.said)).toHaveProperty('unreadable.fr')
  })

  test('COUNT-15 no file, an unreadable one, wrong use: exit 2 and a sentence', async () => {
    expect(await run(null)).toMatchObject({
      code: 2,
      said: expect.stringContaining('n’existe pas') as string,
    })
    expect(await run('PDF', '--en')).toMatchObject({
      code: 2,
      said: expect.stringContaining('not JSON') as string,
    })
    for (const args of [[], ['a', 'b'], ['a', '--fast'], ['a', '--lang', 'de']]) {
      expect(await tallyCommand(args, () => {}), args.join(' ')).toBe(2)
    }
    expect(await tallyCommand(['--help'], () => {})).toBe(0)
  })

  test('COUNT-15 a file’s words never drive the terminal', async () => {
    const question = { fr: 'Oui\u001b[31m\u202e?', en: 'Yes' }
    const { said } = await run({ ...file, poll: { ...file.poll, question } })
    expect(said).toContain('Oui?[31m??')
  })
})
