// REC-17: the key that signs the record: made once, for the operator's eyes alone, and never changed for another unnoticed.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../server/db/connect.ts'
import { isKeyOf, openRecordKey, signerOf } from '../../server/record-key.ts'
import { verifyEd25519 } from '../../shared/record/ed25519.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assise-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = () => join(folder, 'record-key.pem')

test('is made at the first start and read at the next, by its owner alone', async () => {
  const made = openRecordKey(folder, null)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  const text = readFileSync(file(), 'utf8')

  const again = openRecordKey(folder, null)

  expect(again.publicKey).toEqual(made.publicKey)
  expect(readFileSync(file(), 'utf8')).toBe(text)
  const message = new TextEncoder().encode('un point de contrôle')
  expect(await verifyEd25519(made.publicKey, message, again.sign(message))).toBe(true)
})

test('two folders never have the same; a key given by its bytes is the same everywhere, and leaves no file', () => {
  const made = openRecordKey(folder, null)
  rmSync(file())
  expect(openRecordKey(folder, null).publicKey).not.toEqual(made.publicKey)
  rmSync(file())
  const seed = new Uint8Array(32).fill(7)

  expect(openRecordKey(folder, seed).publicKey).toEqual(signerOf(seed).publicKey)
  expect(() => statSync(file())).toThrow('ENOENT')
})

test('a file that holds no such key is an error, and is not written over', () => {
  writeFileSync(file(), 'rien')

  expect(() => openRecordKey(folder, null)).toThrow()
  expect(readFileSync(file(), 'utf8')).toBe('rien')
})

test('nothing of a signer shows its private key', () => {
  const signer = openRecordKey(folder, null)

  expect(Object.keys(signer).sort()).toEqual(['publicKey', 'sign'])
  expect(JSON.stringify(signer)).not.toMatch(/private|secret|seed/i)
})

test('a database keeps to the first key it saw', async () => {
  const db = await connect(':memory:')
  const [first, second] = [signerOf(new Uint8Array(32).fill(1)), signerOf(new Uint8Array(32).fill(2))]

  expect(await isKeyOf(db, first, new Date())).toBe(true)
  expect(await isKeyOf(db, first, new Date())).toBe(true)
  expect(await isKeyOf(db, second, new Date())).toBe(false)
  await db.destroy()
})
