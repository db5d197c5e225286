// The policy that partners keep on paper (POLICY rules): which log, which witnesses, which first keys are believed. The verifier's only root.
// Made by the acts on policies; read by the lock, by signing, and by the verifying command. Never taken from the file being checked.
import * as v from 'valibot'
import { type College, colleges } from '../territory.ts'
import { type Excess, excessOf } from './bounds.ts'
import { canonicalText, NotCanonical, parseCanonical } from './canonical.ts'
import type { KeyHolder } from './keys.ts'
import { readVkey, signatureTypes } from './note.ts'

export interface PolicyWitness {
  readonly vkey: string
  readonly organizationId: string
  readonly organization: string
  readonly college: College
}

/** A key that is believed without attestations: printed in the room, compared by its people. */
export interface RootKey {
  readonly keyDigest: string
  readonly holder: KeyHolder
}

/** digest('policy', Policy). Its file is its canonical text. */
export interface Policy {
  readonly format: 'assise/policy/v1'
  readonly workspaceId: string
  readonly workspaceName: string
  /** 1, 2, 3…: the newest is in force. */
  readonly version: number
  /** The log's vkey. */
  readonly log: string
  /** Sorted by vkey. */
  readonly witnesses: readonly PolicyWitness[]
  /** How many organisations must have cosigned a checkpoint, and from how many colleges. 0 and 0: none asked. */
  readonly cosignatures: { readonly needed: number; readonly colleges: number }
  /** Sorted by keyDigest. */
  readonly roots: readonly RootKey[]
  /** Whether a signature counts only by a root key or a bound one. */
  readonly boundKeys: boolean
  /** The web origin and WebAuthn relying-party id that passkeys answer on. */
  readonly origin: string
  readonly rpId: string
  /** SHA-256 of the certificate (DER) of the institution's seal. */
  readonly sealCertificate?: string
}

export const witnessesMax = 200
export const rootsMax = 100
/** A policy of more bytes is an attack on its reader. */
export const policyBytesMax = 200_000

const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const name = v.pipe(v.string(), v.maxLength(500))
const small = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(witnessesMax))
const vkey = (type: number) =>
  v.pipe(
    v.string(),
    v.maxLength(400),
    v.check((text) => readVkey(text)?.type === type),
  )

export const holderSchema: v.GenericSchema<unknown, KeyHolder> = v.strictObject({
  userId: id,
  name,
  organizationId: v.optional(id),
  organization: v.optional(name),
  facilitator: v.boolean(),
}) as unknown as v.GenericSchema<unknown, KeyHolder>

const policySchema: v.GenericSchema<unknown, Policy> = v.strictObject({
  format: v.literal('assise/policy/v1'),
  workspaceId: id,
  workspaceName: name,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  log: vkey(signatureTypes.ed25519),
  witnesses: v.pipe(
    v.array(
      v.strictObject({
        vkey: vkey(signatureTypes.cosignature),
        organizationId: id,
        organization: name,
        college: v.picklist(Object.keys(colleges) as [College, ...College[]]),
      }),
    ),
    v.maxLength(witnessesMax),
  ),
  cosignatures: v.strictObject({ needed: small, colleges: small }),
  roots: v.pipe(v.array(v.strictObject({ keyDigest: hash, holder: holderSchema })), v.maxLength(rootsMax)),
  boundKeys: v.boolean(),
  origin: v.pipe(v.string(), v.maxLength(300)),
  rpId: v.pipe(v.string(), v.maxLength(253)),
  sealCertificate: v.optional(hash),
}) as unknown as v.GenericSchema<unknown, Policy>

/**
 * POLICY-1: reads a policy file; null for any other bytes: not canonical, unknown field, lists out of order or with one thing twice, or a
 * policy that its own witnesses could never meet. Total.
 */
export function readPolicy(bytes: Uint8Array): Policy | null {
  const excess: Excess | null = excessOf(bytes, { depthMax: 8, valuesMax: 20_000 })
  if (bytes.length > policyBytesMax || excess) return null
  try {
    // An editor may have ended the line.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\n$/, '')
    const result = v.safeParse(policySchema, parseCanonical(text))
    if (!result.success || canonicalText(result.output) !== text) return null
    return isSound(result.output) ? result.output : null
  } catch (error) {
    if (error instanceof NotCanonical || error instanceof TypeError) return null
    throw error
  }
}

/** POLICY-2: sorted and distinct lists; no more asked than its witnesses can give. */
export function isSound({ witnesses, roots, cosignatures }: Policy): boolean {
  const rising = (keys: readonly string[]) => keys.every((key, at) => at === 0 || keys[at - 1]! < key)
  const organizations = new Set(witnesses.map(({ organizationId }) => organizationId)).size
  const sides = new Set(witnesses.map(({ college }) => college)).size
  return (
    rising(witnesses.map((one) => one.vkey)) &&
    rising(roots.map(({ keyDigest }) => keyDigest)) &&
    cosignatures.needed <= organizations &&
    cosignatures.colleges <= Math.min(sides, cosignatures.needed)
  )
}

/** The bytes of a policy's file, as text. */
export function policyText(policy: Policy): string {
  return canonicalText(policy)
}

/** POLICY-3: whether these witnesses' cosignatures are enough: of so many organisations, from so many colleges. Vkeys the policy does not name count for nothing. */
export function meetsPolicy({ witnesses, cosignatures }: Policy, vkeys: ReadonlySet<string>): boolean {
  const heard = witnesses.filter((one) => vkeys.has(one.vkey))
  return (
    new Set(heard.map(({ organizationId }) => organizationId)).size >= cosignatures.needed &&
    new Set(heard.map(({ college }) => college)).size >= cosignatures.colleges
  )
}
