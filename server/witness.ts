// `assise witness`: a partner's own program follows a workspace's record, demands that it only grows, and cosigns it with its own key.
// Called by cli.ts. Exit codes: 0 done, 1 the server could not be reached, 2 wrong use, 3 ALARM: another history than the one seen.
import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { doors } from '../shared/api.ts'
import type { Bilingual, Lang } from '../shared/basics.ts'
import { cosign } from '../shared/record/checkpoint.ts'
import { verifyEd25519 } from '../shared/record/ed25519.ts'
import { type Alarm, follow, type SeenRecord, seenSize } from '../shared/record/follow.ts'
import { isKeyName, lineText, readVkey, vkeyText } from '../shared/record/note.ts'
import {
  keepEvidence,
  makeWitnessKey,
  readState,
  readWitnessKey,
  type WitnessKey,
  writeState,
} from './witness-files.ts'

export interface WitnessRun {
  /** The arguments after `witness`. */
  readonly args: readonly string[]
  /** The access token; never an argument, which every user of the machine could read. */
  readonly token: string | undefined
  readonly stop: AbortSignal
  readonly print?: (text: string) => void
  readonly now?: () => Date
}

const exits = { done: 0, unreachable: 1, misused: 2, alarm: 3 } as const
const replyBytesMax = 2_000_000
const replyMsMax = 20_000
const everySecondsMin = 5

const options = {
  '--key': 'key',
  '--cle': 'key',
  '--state': 'state',
  '--etat': 'state',
  '--name': 'name',
  '--nom': 'name',
  '--log': 'log',
  '--registre': 'log',
  '--every': 'every',
  '--toutes-les': 'every',
} as const
const flags = { '--once': 'once', '--une-fois': 'once', '--en': 'en', '--fr': 'fr' } as const

/** The command. */
export async function witnessCommand(run: WitnessRun): Promise<number> {
  const { args, print = (text) => void process.stdout.write(`${text}\n`) } = run
  const lang: Lang = args.includes('--en') ? 'en' : 'fr'
  const say = (text: Bilingual, details: Record<string, string | number> = {}) =>
    print(text[lang].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? '…')))
  const read = readArgs(args)
  if (read === null) {
    say(words.usage)
    return exits.misused
  }
  const { words: places, given } = read
  try {
    if (places[0] === 'key' && places.length === 1 && given.key && given.name && isKeyName(given.name)) {
      say(words.keyMade, { file: given.key, vkey: vkeyText(makeWitnessKey(given.key, given.name).key) })
      return exits.done
    }
    const parts = followParts(places, given, run.token)
    if (parts === null) {
      say(words.usage)
      return exits.misused
    }
    const { stop, now = () => new Date() } = run
    return await followOn({ ...parts, once: given.once === 'yes', stop, now, say })
  } catch (error) {
    // A file that is missing, damaged or there already: the person's to mend, and never a stack.
    say(words.file, { why: error instanceof Error ? error.message.slice(0, 300) : String(error) })
    return exits.misused
  }
}

type Given = Partial<Record<(typeof options)[keyof typeof options] | 'once', string>>

function readArgs(args: readonly string[]): { words: string[]; given: Given } | null {
  const places: string[] = []
  const given: Given = {}
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!
    if (Object.hasOwn(flags, arg)) {
      if (flags[arg as keyof typeof flags] === 'once') given.once = 'yes'
    } else if (Object.hasOwn(options, arg)) {
      const value = args[++at]
      if (value === undefined) return null
      given[options[arg as keyof typeof options]] = value
    } else if (arg.startsWith('-')) return null
    else places.push(arg)
  }
  return { words: places, given }
}

interface FollowParts {
  readonly origin: string
  readonly token: string
  readonly witness: WitnessKey
  readonly statePath: string
  /** The log's key, from paper: else the one shown at the first visit is believed. */
  readonly log: string | null
  readonly everyMs: number
}

function followParts(places: readonly string[], given: Given, token: string | undefined): FollowParts | null {
  const [url, ...others] = places
  const { key, state, log = null, every = '60' } = given
  if (url === undefined || others.length > 0 || !key || !state || !token) return null
  if (!/^\d{1,6}$/.test(every) || (log !== null && !readVkey(log)) || !URL.canParse(url)) return null
  const { origin, protocol, hostname } = new URL(url)
  // The token would travel in clear.
  if (protocol !== 'https:' && !(protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname)))
    return null
  const everyMs = Math.max(everySecondsMin, Number(every)) * 1000
  return { origin, token, witness: readWitnessKey(key), statePath: state, log, everyMs }
}

interface Following extends FollowParts {
  readonly once: boolean
  readonly stop: AbortSignal
  readonly now: () => Date
  readonly say: (text: Bilingual, details?: Record<string, string | number>) => void
}

async function followOn(following: Following): Promise<number> {
  const { once, stop, everyMs } = following
  for (;;) {
    const exit = await visit(following)
    if (once || exit === exits.alarm || exit === exits.misused || stop.aborted) return exit
    await setTimeout(everyMs, null, { signal: stop }).catch(() => undefined)
    if (stop.aborted) return exits.done
  }
}

/** One visit: asks, checks, keeps, and only then cosigns: what it has put its name to it can never forget. */
async function visit(following: Following): Promise<number> {
  const { statePath, log, witness, now, say } = following
  const kept = readState(statePath)
  const seen = kept ?? (log === null ? null : { logKey: log, note: null })
  const shown = await ask(following, kept)
  if (shown === null) return exits.unreachable
  if (shown.checkpoint === null && kept === null) {
    say(words.empty)
    return exits.done
  }
  const { logKey, consistency } = shown
  const followed =
    seen !== null && seen.logKey !== logKey
      ? { alarm: 'otherKey' as const }
      : await follow(kept, { logKey, note: shown.checkpoint ?? '', consistency }, verifyEd25519)
  if (followed.alarm !== null) return raise(following, kept, { shown, alarm: followed.alarm })
  const { checkpoint } = followed
  if (kept === null) say(words.first, { vkey: logKey })
  writeState(statePath, followed.seen)
  const line = await cosign(
    checkpoint.note.text,
    witness.key,
    Math.floor(now().getTime() / 1000),
    witness.sign,
  )
  const sent = await request(following, doors.cosign.path, { size: checkpoint.size, line: lineText(line) })
  if (sent === null) return exits.unreachable
  say(words.cosigned, { size: checkpoint.size, at: now().toISOString() })
  return exits.done
}

function raise(
  { statePath, now, say }: Following,
  seen: SeenRecord | null,
  { shown, alarm }: { shown: v.InferOutput<typeof shownSchema>; alarm: Alarm },
): number {
  const file = keepEvidence(statePath, { alarm, at: now().toISOString(), seen, shown }, now())
  say(words.alarm, { file })
  say(words[alarm])
  return exits.alarm
}

const shownSchema = v.object({
  logKey: v.string(),
  checkpoint: v.nullable(v.string()),
  consistency: v.pipe(v.array(v.string()), v.maxLength(64)),
})

async function ask(following: Following, kept: SeenRecord | null) {
  const path = doors.witnessRecord.path.replace(':from', String(seenSize(kept)))
  const reply = await request(following, path)
  if (reply === null) return null
  const result = v.safeParse(shownSchema, reply.body)
  if (result.success) return result.output
  following.say(words.unreachable, { why: 'JSON' })
  return null
}

/** The JSON that a door answers; null, and told, when it did not answer as a door does. */
async function request(
  { origin, token, say, stop }: Following,
  path: string,
  body?: object,
): Promise<{ body: unknown } | null> {
  try {
    const response = await fetch(`${origin}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      // Elsewhere the token is not for.
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(replyMsMax)]),
    })
    const text = await boundedText(response)
    if (response.ok) return { body: JSON.parse(text) as unknown }
    say(words.unreachable, { why: `${response.status} ${refusalOf(text)}` })
  } catch (error) {
    const { message, cause } = error as Error
    say(words.unreachable, { why: cause instanceof Error ? cause.message : message })
  }
  return null
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > replyBytesMax) throw new Error('too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What a refusal says, for the person to read: letters only, whatever the server sent. */
function refusalOf(text: string): string {
  return /"fr":"([^"\\]{1,300})"/.exec(text)?.[1]?.replace(/\p{C}/gu, '') ?? ''
}

const words = {
  usage: {
    fr:
      'Usage :\n  assise witness key --cle FICHIER --nom NOM    fait la clé d’un témoin (NOM comme « ville.example/temoin »)\n' +
      '  ASSISE_WITNESS_TOKEN=… assise witness URL --cle FICHIER --etat FICHIER [--registre CLE] [--toutes-les SECONDES] [--une-fois] [--en]\n' +
      'Suit le registre d’une démarche et le cosigne. Codes : 0 fait, 1 serveur injoignable, 2 mauvais usage, 3 ALARME.',
    en:
      'Usage:\n  assise witness key --key FILE --name NAME    makes a witness’s key (NAME like “city.example/witness”)\n' +
      '  ASSISE_WITNESS_TOKEN=… assise witness URL --key FILE --state FILE [--log KEY] [--every SECONDS] [--once] [--en]\n' +
      'Follows a workspace’s record and cosigns it. Codes: 0 done, 1 server out of reach, 2 wrong use, 3 ALARM.',
  },
  keyMade: {
    fr: 'La clé est dans {file} : ne la donnez à personne. Inscrivez dans la démarche cette ligne, qui est publique :\n{vkey}',
    en: 'The key is in {file}: give it to nobody. Register this line in the workspace; it is public:\n{vkey}',
  },
  file: { fr: 'Un fichier ne peut pas servir : {why}', en: 'A file cannot be used: {why}' },
  unreachable: {
    fr: 'Le serveur n’a pas répondu comme il doit : {why}',
    en: 'The server did not answer as it must: {why}',
  },
  empty: { fr: 'Le registre est encore vide.', en: 'The record is still empty.' },
  first: {
    fr: 'Première visite : la clé du registre est crue telle que le serveur la montre. Comparez-la à celle que vous avez reçue sur papier :\n{vkey}',
    en: 'First visit: the record’s key is believed as the server shows it. Compare it with the one you got on paper:\n{vkey}',
  },
  cosigned: {
    fr: '{at} · {size} entrées, cohérentes avec ce qui a été vu : cosigné.',
    en: '{at} · {size} entries, consistent with what was seen: cosigned.',
  },
  alarm: {
    fr: 'ALARME : ce que le serveur montre contredit ce que ce témoin a vu. Rien n’a été cosigné. La preuve est gardée dans {file} : portez-la aux partenaires.',
    en: 'ALARM: what the server shows contradicts what this witness has seen. Nothing was cosigned. The evidence is kept in {file}: take it to the partners.',
  },
  fork: {
    fr: 'Le registre montré ne prolonge pas celui qui a été vu : des actes passés ont été changés, ôtés ou déplacés, ou une autre histoire est montrée à d’autres.',
    en: 'The record shown does not extend the one that was seen: past acts were changed, removed or moved, or another history is shown to others.',
  },
  rollback: {
    fr: 'Le registre montré est plus court que celui qui a été vu : des actes ont disparu.',
    en: 'The record shown is shorter than the one that was seen: acts have disappeared.',
  },
  otherKey: {
    fr: 'Le registre montré est signé par une autre clé que celle qui est connue.',
    en: 'The record shown is signed by another key than the one known.',
  },
  unsigned: {
    fr: 'Le point de contrôle montré ne porte pas la signature du registre.',
    en: 'The checkpoint shown does not bear the record’s signature.',
  },
} as const satisfies Record<string, Bilingual>
