// The QR code of the room screen, against figures the standard publishes and against a reader written apart.
import { describe, expect, test } from 'vitest'
import { formatBits, qrCode, versionBits } from '../../shared/qr/code.ts'
import { byteMax, checkWords, correction } from '../../shared/qr/words.ts'
import { readQr } from '../kit/qr-reader.ts'

const hex = (text: string) => text.split(' ').map((word) => Number.parseInt(word, 16))

describe('a QR code', () => {
  test('QR-1 has the error correction of the standard’s own example (annex I: 01234567, version 1-M)', () => {
    const data = hex('10 20 0C 56 61 80 EC 11 EC 11 EC 11 EC 11 EC 11')
    expect(correction(data, 10)).toEqual(hex('A5 24 D4 C1 ED 36 C7 87 2C 55'))
    expect(checkWords(1, data)).toEqual([...data, ...hex('A5 24 D4 C1 ED 36 C7 87 2C 55')])
  })

  test('QR-1 has the format and version words of the standard’s tables (annexes C and D)', () => {
    const format = (mask: number) => formatBits(mask).toString(2).padStart(15, '0')
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(format)).toEqual([
      '101010000010010',
      '101000100100101',
      '101111001111100',
      '101101101001011',
      '100010111111001',
      '100000011001110',
      '100111110010111',
      '100101010100000',
    ])
    expect([7, 8, 9, 10].map((version) => versionBits(version).toString(16))).toEqual([
      '7c94',
      '85bc',
      '9a99',
      'a4d3',
    ])
  })

  test('QR-1 holds as many bytes as the standard’s table 7 says, and takes the smallest version that does', () => {
    expect(byteMax).toEqual([14, 26, 42, 62, 84, 106, 122, 152, 180, 213])
    byteMax.forEach((most, at) => {
      expect(qrCode('a'.repeat(most))).toHaveLength(17 + 4 * (at + 1))
    })
    expect(() => qrCode('a'.repeat(214))).toThrow(RangeError)
  })

  test.each(byteMax.map((most, at) => [at + 1, most] as const))(
    'QR-1 version %i is read back, full and nearly empty',
    (_, most) => {
      const full = Array.from({ length: most }, (_, at) => String.fromCharCode(33 + ((at * 37) % 90))).join(
        '',
      )
      expect(readQr(qrCode(full))).toBe(full)
      expect(readQr(qrCode(full.slice(0, -1)))).toBe(full.slice(0, -1))
    },
  )

  test('QR-1 the address of a meeting’s door, and text in two scripts, are read back', () => {
    for (const text of ['https://assise.example/seance/K7M2QX', 'Séance ᐃᓄᒃᑎᑐᑦ', ''])
      expect(readQr(qrCode(text))).toBe(text)
  })

  test('the reader itself refuses a code with one module turned over', () => {
    const modules = qrCode('https://assise.example').map((row) => [...row])
    modules[12]![12] = !modules[12]![12]
    expect(() => readQr(modules)).toThrow('does not hold')
  })
})
