// How the words of screens are set: the spaces of French, numbers that words agree with, instants within a text of the record.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { en } from '../client/words/en.ts'
import { fr } from '../client/words/fr.ts'
import { filled, spaced } from '../client/words/french.ts'
import { momentsRead } from '../shared/meeting/moments.ts'

describe('French is set with its spaces', () => {
  test('before a double sign, within quotes, before a unit', () => {
    expect(spaced('Règle : « Oui » ; 60 % ? 12 $ !')).toBe(
      'Règle\u00a0: «\u00a0Oui\u00a0»\u202f; 60\u00a0%\u202f? 12\u00a0$\u202f!',
    )
    expect(spaced('14:05, https://exemple.org, oui/non')).toBe('14:05, https://exemple.org, oui/non')
  })

  test('nothing but the kind of a space ever changes, and twice is once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('mot', ' ', '«', '»', ':', ';', '?', '!', '%', '$', '5')),
        (parts) => {
          const text = parts.join('')
          expect(spaced(text).replace(/[\u00a0\u202f]/g, ' ')).toBe(text)
          expect(spaced(spaced(text))).toBe(spaced(text))
        },
      ),
    )
  })

  test('no word of ours may break before its sign', () => {
    const broken = Object.entries(fr).filter(([, text]) => /« | [»:;?!%$]/.test(spaced(text)))
    expect(broken).toEqual([])
  })
})

describe('words agree with their number', () => {
  test('in French none is singular, in English only one is', () => {
    const [french, english] = [fr['papers.send'], en['papers.send']]
    expect([0, 1, 2].map((count) => filled(french, { count }, 'fr'))).toEqual([
      'Remettre 0 bulletin à la relecture',
      'Remettre 1 bulletin à la relecture',
      'Remettre 2 bulletins à la relecture',
    ])
    expect([0, 1, 2].map((count) => filled(english, { count }, 'en'))).toEqual([
      'Hand 0 papers over to be re-read',
      'Hand 1 paper over to be re-read',
      'Hand 2 papers over to be re-read',
    ])
    expect(filled('{count} {count:siège|sièges}', { count: '1\u202f460' }, 'fr')).toBe('1\u202f460 sièges')
  })

  test('no word leaves the number to its reader, and no choice is left unfilled', () => {
    const words = [...Object.entries(fr), ...Object.entries(en)]
    expect(words.filter(([, text]) => /\((e?s|ies|x)\)/.test(text))).toEqual([])
    expect(words.filter(([, text]) => /[{|}]/.test(filled(text, {}, 'fr')))).toEqual([])
  })
})

test('an instant within a rule of the record reads as a moment', () => {
  const rule = 'Clôture : 2026-12-02T18:20:00.000Z. Vote nominal.'
  expect(momentsRead(rule, 'fr')).toBe(
    'Clôture : 2 décembre 2026 à 13\u00a0h\u00a020 (heure de l’Est). Vote nominal.',
  )
  expect(momentsRead('Closes: 2026-12-02T18:20:00.000Z.', 'en')).toBe(
    'Closes: December 2, 2026 at 13:20 (Eastern time).',
  )
})
