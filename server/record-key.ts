// The key that signs the record's checkpoints: made at the first start, kept where only the operator reads, never said nor logged.
// Called by main; the tests' world gives its own seed.
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordSigner } from './context.ts'
import type { Db } from './db/connect.ts'

const fileName = 'record-key.pem'
export const seedBytes = 32
/** What stands before the 32 bytes of an Ed25519 key in PKCS#8 (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

/** From the 32 bytes of an Ed25519 private key. */
export function signerOf(seed: Uint8Array): RecordSigner {
  return signerFrom(createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' }))
}

function signerFrom(key: KeyObject): RecordSigner {
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32))
  return { publicKey, sign: (message) => new Uint8Array(sign(null, message, key)) }
}

/**
 * The key of the operator's setting, or of the data folder's file, which is made when there is none. Throws when the file cannot be
 * read or holds something else.
 */
export function openRecordKey(folder: string, seed: Uint8Array | null): RecordSigner {
  if (seed) return signerOf(seed)
  const path = join(folder, fileName)
  try {
    const made = createPrivateKey({
      key: Buffer.concat([pkcs8Head, randomBytes(seedBytes)]),
      format: 'der',
      type: 'pkcs8',
    })
    // wx: a key that exists is never written over, also by two servers that start together.
    writeFileSync(path, made.export({ format: 'pem', type: 'pkcs8' }), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  }
  const key = createPrivateKey(readFileSync(path))
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${fileName}: not an Ed25519 key`)
  return signerFrom(key)
}

/**
 * REC-17: a database's checkpoints are signed by one key, from the first start on. False when this is another one: signing with it
 * would look to every partner like a second log.
 */
export async function isKeyOf(db: Db, { publicKey }: RecordSigner, now: Date): Promise<boolean> {
  const own = Buffer.from(publicKey).toString('hex')
  await db
    .insertInto('record_keys')
    .values({ one: 1, public_key: own, since: now.toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { public_key } = await db.selectFrom('record_keys').select('public_key').executeTakeFirstOrThrow()
  return public_key === own
}
