// REC-9 to REC-15: signed notes, checkpoints, cosignatures and proofs, against the known answers.
import { describe, expect, test } from 'vitest'
import { hex } from '../../../shared/basics.ts'
import {
  cosignedTime,
  isCosignature,
  openCheckpoint,
  readCheckpoint,
} from '../../../shared/record/checkpoint.ts'
import { verifyEd25519 } from '../../../shared/record/ed25519.ts'
import { logProofText, openLogProof, readLogProof } from '../../../shared/record/log-proof.ts'
import {
  lineText,
  noteText,
  openNote,
  readLine,
  readNote,
  readVkey,
  vkeyText,
} from '../../../shared/record/note.ts'
import { leafHash } from '../../../shared/record/tree.ts'
import { cpuMs } from '../../kit/cpu.ts'
import { bytesOf, type NoteVectors, readVectors } from '../../kit/vectors.ts'

const known = readVectors<NoteVectors>('notes')
const log = readVkey(known.keys.log)!
const witnesses = known.keys.witnesses.map((text) => readVkey(text)!)
const open = (text: string) => openCheckpoint(text, { log, witnesses }, verifyEd25519)

describe('signatures', () => {
  test.each(known.ed25519)('$name: $holds', async ({ publicKey, message, signature, holds }) => {
    expect(await verifyEd25519(bytesOf(publicKey), bytesOf(message), bytesOf(signature))).toBe(holds)
  })

  test('REC-11 the published note opens with the published key, and with no other', async () => {
    const key = readVkey(known.published.vkey)!
    const note = readNote(known.published.note)!
    const signed = (text: string, _type: number, payload: Uint8Array) => ({
      message: new TextEncoder().encode(text),
      signature: payload,
    })
    const by = { signed, verify: verifyEd25519 }

    expect(await openNote(note, [key], by)).toHaveLength(1)
    expect(await openNote(note, [log], by)).toBeNull()
    expect(await openNote({ ...note, text: `${note.text} ` }, [key], by)).toBeNull()
  })
})

describe('REC-9 keys', () => {
  test('are written as they were read', () => {
    for (const text of [known.keys.log, ...known.keys.witnesses]) expect(vkeyText(readVkey(text)!)).toBe(text)
  })

  test.each(known.badVkeys)('%j is none', (text) => {
    expect(readVkey(text)).toBeNull()
  })
})

describe('REC-13 checkpoints that open', () => {
  test.each(known.accepted)('$name', async ({ note, witnesses: cosigners, times }) => {
    const opened = await open(note)

    expect(opened && { ...opened, root: hex(opened.root) }).toMatchObject(known.checkpoint)
    expect(opened?.witnesses.map(({ key }) => vkeyText(key))).toEqual(cosigners)
    expect(opened?.witnesses.map(({ line }) => cosignedTime(line))).toEqual(times)
    expect(noteText(readNote(note)!)).toBe(note)
  })
})

describe('REC-10 REC-12 REC-13 notes that do not', () => {
  test.each(known.refused)('$name', async ({ note }) => {
    expect(await open(note)).toBeNull()
  })
})

describe('a cosignature on its own', () => {
  const { note } = known.accepted[0]!
  const { text, signatures } = readNote(note)!
  const [own, first, second] = signatures

  test('holds for its key and its checkpoint alone', async () => {
    const by = (line = first!, key = witnesses[0]!, on = text) =>
      isCosignature(on, { key, line }, verifyEd25519)

    expect(await by()).toBe(true)
    expect(await by(second)).toBe(false)
    expect(await by(first, witnesses[1])).toBe(false)
    expect(await by(own, log)).toBe(false)
    expect(await by(first, witnesses[0], text.replace('\n8\n', '\n9\n'))).toBe(false)
    expect(readLine(lineText(first!))).toEqual(first)
  })
})

describe('proofs', () => {
  const { accepted, refused, leaf } = known.proofs
  const entry = leafHash(bytesOf(leaf))
  const keys = { keys: { log, witnesses }, verify: verifyEd25519 }

  test.each(accepted)('REC-15 $name', async ({ proof, index, size }) => {
    const read = readLogProof(proof)!

    expect(read.index).toBe(index)
    expect(logProofText(read)).toBe(proof)
    expect((await openLogProof(read, entry, keys))?.size).toBe(size)
    expect(await openLogProof(read, leafHash(new Uint8Array()), keys)).toBeNull()
  })

  test.each(refused)('REC-14 REC-15 $name is refused', async ({ proof }) => {
    const read = readLogProof(proof)
    expect(read && (await openLogProof(read, entry, keys))).toBeNull()
  })
})

describe('hostile texts', () => {
  test('REC-10 a note of a megabyte, of a million lines, of half characters, is refused at once', () => {
    const { text } = readNote(known.accepted[0]!.note)!
    const before = cpuMs()

    expect(readNote(`${'a'.repeat(1_000_000)}\n\n— a aaaaaaaa\n`)).toBeNull()
    expect(readNote(`${text}\n${'— a aaaaaaaa\n'.repeat(40_000)}`)).toBeNull()
    expect(readNote(`\ud800${text}\n— a aaaaaaaa\n`)).toBeNull()
    expect(readLogProof(`c2sp.org/tlog-proof@v1\nindex 0\n${'a\n'.repeat(100_000)}\n`)).toBeNull()
    expect(readCheckpoint('\n'.repeat(100_000))).toBeNull()
    expect(cpuMs() - before).toBeLessThan(1_000)
  })
})
