// What every list of doors is written with: a door, the two ways to make one, and the checks of the commonest fields.
// Called by api.ts and by the lists of doors of the parts (poll/api.ts, meeting/api.ts, record/api.ts).
import * as v from 'valibot'
import { isDay, isWordless } from './basics.ts'

export interface Door<Path extends string, Body, Reply> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: Path
  readonly body: v.GenericSchema<unknown, Body> | null
  /** Only a type: what the door answers. */
  readonly reply?: Reply
}

/** The names after a colon in a path: '/api/polls/:pollId/ballots' → 'pollId'. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [key in Name]: string } & ParamsOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? { readonly [key in Name]: string }
    : object

export function get<Reply>() {
  return <const Path extends string>(path: Path): Door<Path, null, Reply> => ({
    method: 'GET',
    path,
    body: null,
  })
}

export function door<Reply>() {
  return <const Path extends string, Body = null>(
    method: Door<Path, Body, Reply>['method'],
    path: Path,
    body?: v.GenericSchema<unknown, Body>,
  ): Door<Path, Body, Reply> => ({ method, path, body: body ?? null })
}

export const keysOf = <T extends Record<string, unknown>>(table: T) =>
  Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]
/** Well-formed, NFC, and without what no keyboard types: control characters reach neither records, nor letters, nor pages. */
export const plainText = (text: string) =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\t\n])\p{Cc}/gu, '')
export const line = (max: number) =>
  v.pipe(
    v.string(),
    v.transform((text) =>
      plainText(text)
        .replace(/[\t\n]+/g, ' ')
        .trim(),
    ),
    v.maxLength(max),
  )
/** What shows something to whoever reads it: neither empty, nor of invisible characters alone. */
export const visible = v.check((text: string) => !isWordless(text))
export const name = v.pipe(line(200), visible)
export const words = (max: number) => v.pipe(v.string(), v.transform(plainText), v.maxLength(max))
export const email = v.pipe(
  v.string(),
  v.transform((text) => text.trim().toLowerCase()),
  v.maxLength(254),
  v.email(),
)
export const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))
export const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
export const lang = v.picklist(['fr', 'en'])
export const fraction = v.strictObject({
  num: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
  den: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
})
export const place = v.strictObject({
  section: v.pipe(v.string(), v.maxLength(64)),
  list: v.optional(v.pipe(v.string(), v.maxLength(64))),
  item: v.optional(v.pipe(v.string(), v.maxLength(64))),
  field: v.optional(v.pipe(v.string(), v.maxLength(64))),
})
// What the authenticator answers travels as it came; @simplewebauthn checks it on the server.
export const credentialBody = v.looseObject({
  id: v.string(),
  rawId: v.string(),
  type: v.literal('public-key'),
  response: v.looseObject({}),
})
export const day = v.pipe(
  v.string(),
  v.check((text) => isDay(text)),
)
